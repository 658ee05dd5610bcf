#pragma once

/// Everything that a principal gets to see of a random program, as one text: answers, errors, explanations.

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "salus/codec/json_writer.hpp"

#include "property/comparison.hpp"

namespace salus::property {

class Transcript {
 public:
  /// The first line in which two transcripts differ, of each; nothing: they are the same bytes.
  static std::string difference(std::string_view first, std::string_view second) {
    if (first == second) return {};
    const auto at = std::ranges::mismatch(first, second).in1 - first.begin();
    const auto line = [at = static_cast<std::size_t>(at)](std::string_view text) {
      const auto begin = text.substr(0, at).rfind('\n') + 1;
      return std::string{text.substr(begin, text.find('\n', begin) - begin)};
    };
    return line(first) + "\n" + line(second);
  }

  explicit Transcript(Session& session) : session_{session} {}

  const std::string& text() const { return text_; }

  void list(const EntityInfo& entity, const ListOptions& options) {
    noting("list",
           [&] { session_.for_each(entity, options, [this](const RowView& row) { note(row); }); });
  }

  void count(const EntityInfo& entity, const Expr& filter) {
    noting("count", [&] { text_ += std::to_string(session_.count(entity, {.filter = filter})); });
  }

  void get(const EntityInfo& entity, Uuid id) {
    noting("get", [&] {
      const auto record = session_.get(entity, id);
      if (record) note(*record);
    });
  }

  void can(Action action, const EntityInfo& entity, Uuid id) {
    noting("can", [&] {
      const auto decision = session_.can(action, entity, id);
      text_ += decision.explain();
      for (const auto& name : names_of(entity, decision.fields())) text_ += ' ' + name;
    });
  }

  void may_ever(Action action, const EntityInfo& entity) {
    noting("may_ever", [&] { text_ += session_.may_ever(action, entity) ? "yes" : "no"; });
  }

  /// What is not refused is undone. Its answer is left out: a writer's change may open a row to their eyes.
  void write(const std::function<void(Session&)>& attempt) {
    noting("write", [&] {
      try {
        session_.run_in_transaction([&] {
          attempt(session_);
          throw Undo{};
        });
      } catch (const Undo&) {
        text_ += "accepted";
      }
    });
  }

 private:
  struct Undo {};

  template <class Call>
  void noting(const char* what, const Call& call) {
    (text_ += what) += ": ";
    try {
      call();
    } catch (const Error& error) {
      text_ += std::string{error.facts().name} + " " + error.what();
      for (const auto& issue : error.issues())
        text_ += "; " + issue.path + " " + issue.code + " " + issue.message;
    }
    text_ += '\n';
  }

  void note(const RowView& row) {
    append_json(text_, *row.entity, row.cells, row.facts.readable);
    note(row.facts);
  }
  void note(const Record& record) {
    for (const auto& field : record.entity->fields()) {
      append_json(text_, borrow(record[field]), field.type);
      text_ += record.facts.shows(field) ? ',' : '-';
    }
    note(record.facts);
  }
  void note(const RowFacts& facts) {
    text_ += " v" + std::to_string(facts.version) + (facts.can(Action::update) ? "u" : "") +
             (facts.can(Action::remove) ? "r" : "") + ' ';
    append_json(text_, facts.created_at, FieldType::timestamp);
    append_json(text_, facts.updated_at, FieldType::timestamp);
  }

  Session& session_;
  std::string text_;
};

}  // namespace salus::property
