#include "rest_host/api/export.hpp"

#include <memory>
#include <string>
#include <utility>

#include "salus/codec/csv.hpp"
#include "salus/codec/json_writer.hpp"

namespace salus::rest {

namespace {

constexpr std::size_t piece_size = 64 * 1024;

/// Nobody listens any more.
struct Abandoned {};

/// Gathers rows to pieces of a body that are worth sending.
class Pieces {
 public:
  explicit Pieces(const BodySink& sink) : sink_{sink} { text_.reserve(2 * piece_size); }

  std::string& text() { return text_; }

  void send_if_full() {
    if (text_.size() >= piece_size) send();
  }

  void send() {
    if (!text_.empty() && !sink_(text_)) throw Abandoned{};
    text_.clear();
  }

 private:
  const BodySink& sink_;
  std::string text_;
};

void append(std::string& text, const RowView& row, Format format) {
  if (format == Format::csv) {
    append_csv(text, *row.entity, row.cells, row.facts.readable);
  } else {
    append_json(text, *row.entity, row.cells, row.facts.readable);
    text += '\n';
  }
}

void write_rows(Session& session, const EntityInfo& entity, const ListOptions& options,
                Format format, const BodySink& sink) {
  Pieces pieces{sink};
  if (format == Format::csv) append_csv_header(pieces.text(), entity);
  try {
    session.for_each(entity, options, [&](const RowView& row) {
      append(pieces.text(), row, format);
      pieces.send_if_full();
    });
    pieces.send();
  } catch (const Abandoned&) {
    return;
  }
}

std::string file_name(const EntityInfo& entity, Format format) {
  return std::string{entity.collection} + "." + std::string{name_of(format)};
}

}  // namespace

Response export_list(const ResourceCall& call, ListOptions options) {
  options.use = ListUse::exported;
  call.session.check_list(call.entity(), options);
  Response response;
  response.headers.add("Content-Type", std::string{content_type_of(call.format)});
  response.headers.add("Content-Disposition",
                       "attachment; filename=\"" + file_name(call.entity(), call.format) + "\"");
  response.stream = [session = std::make_shared<Session>(std::move(call.session)),
                     entity = &call.entity(),
                     options = std::move(options),
                     format = call.format](const BodySink& sink) {
    write_rows(*session, *entity, options, format, sink);
  };
  return response;
}

}  // namespace salus::rest
