#include "rest_host/api/once.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "salus/service/idempotency.hpp"

#include "rest_host/api/json_text.hpp"
#include "rest_host/api/refusal.hpp"
#include "rest_host/api/representation.hpp"

namespace salus::rest {

namespace {

constexpr std::size_t longest_key = 255;
constexpr std::int64_t first_version = 1;

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

Refusal bad_key() {
  return Refusal{detail_response(400, "Idempotency-Key must have between 1 and 255 characters.")};
}

Refusal key_in_use() {
  auto response =
      detail_response(409, "A request with this Idempotency-Key is being served; try again.");
  response.headers.add("Retry-After", "1");
  return Refusal{std::move(response)};
}

Refusal key_of_another() {
  return Refusal{
      detail_response(422, "This Idempotency-Key was used for another request already.")};
}

/// What a repeat has in common with the first: each part behind its length, so that none can pass for another.
std::string text_of(const ResourceCall& call) {
  std::string text;
  const auto content_type = call.request.headers.find("Content-Type").value_or("");
  for (const std::string_view part : {std::string_view{call.request.method},
                                      call.target.raw_path,
                                      content_type,
                                      std::string_view{call.request.body}}) {
    ((text += std::to_string(part.size())) += ':') += part;
  }
  return text;
}

/// Whoever made a row and may not read it knows its id.
Response id_alone(const MadeRow& made) {
  auto response = json_response(201, JsonObject{}.add("id", made.id.to_string()).text());
  response.headers.add("ETag", etag_of(first_version));
  return response;
}

/// The row as its journal tells that it was made; `today` says what of it its reader may know.
std::optional<std::string> first_json(Session& session, const Record& today) {
  const auto& entity = *today.entity;
  const auto history = session.history(entity, today.id());
  if (history.empty() || history.front().action != "create" || history.front().changes.empty())
    return std::nullopt;
  const auto& made = history.front();
  std::map<std::string_view, const std::string*> values;
  for (const auto& change : made.changes) {
    if (change.after) values.emplace(change.field, &change.after->text());
  }
  JsonObject json;
  for (const auto& field : entity.fields()) {
    if (field.write_only || !today.facts.shows(field)) continue;
    const auto value = values.find(field.name);
    json.add_json(field.name, value == values.end() ? "null" : *value->second);
  }
  const auto at = to_string(made.at);
  return json.add("created_at", at).add("updated_at", at).text();
}

/// The answer is not stored, so that it holds nothing that its reader may not see by now.
Response first_answer(Session& session, const MadeRow& made) {
  const auto today = made.entity == nullptr ? std::nullopt : session.get(*made.entity, made.id);
  if (!today) return id_alone(made);
  if (today->facts.version == first_version) return record_response(201, *today);
  auto json = first_json(session, *today);
  if (!json) return record_response(201, *today);
  auto response = json_response(201, *std::move(json));
  response.headers.add("ETag", etag_of(first_version));
  return response;
}

}  // namespace

Response make_once(const ResourceCall& call, const std::function<Record()>& make) {
  const auto key = call.request.headers.find("Idempotency-Key");
  if (!key) return record_response(201, make());
  if (key->empty() || characters_in(*key) > longest_key) throw bad_key();
  std::optional<Record> made;
  const auto outcome = do_once(call.session, {.key = *key, .request = text_of(call)}, [&] {
    made = make();
    return MadeRow{made->entity, made->id()};
  });
  switch (outcome.state) {
    case OnceState::done:
      return record_response(201, *made);
    case OnceState::repeated:
      return first_answer(call.session, outcome.made);
    case OnceState::under_way:
      throw key_in_use();
    case OnceState::mismatched:
      break;
  }
  throw key_of_another();
}

}  // namespace salus::rest
