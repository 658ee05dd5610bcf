#include "caller_context.hpp"

#include <array>
#include <optional>
#include <utility>

#include "salus/core/error.hpp"
#include "salus/sql/dialect.hpp"

namespace salus::postgres::caller_context {

namespace {

/// The place of a part, from 1; the words have the place behind the last.
struct Place {
  Operand operand;
  std::string_view type;
};

constexpr std::array places{Place{Operand::now, "timestamptz"},
                            Place{Operand::user, "uuid"},
                            Place{Operand::doctor, "uuid"},
                            Place{Operand::patient, "uuid"},
                            Place{Operand::access_level, "uuid"}};

std::string text_at(std::size_t place) {
  return "split_part(current_setting('app.principal', true), '|', " + std::to_string(place) + ")";
}

std::string text_of(const std::optional<Uuid>& id) { return id ? id->to_string() : std::string{}; }

}  // namespace

std::string introduction(const Caller& caller, Timestamp now, std::string_view further_word) {
  std::string text = to_string(now);
  for (const auto& id : {caller.user, caller.doctor, caller.patient, caller.access_level})
    (text += '|') += text_of(id);
  text += '|';
  for (const auto& role : caller.roles) (text += role) += ',';
  text += further_word;
  return "SET LOCAL app.principal = " + sql::literal(text);
}

std::string part(Operand operand) {
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (places[i].operand == operand)
      return "(SELECT nullif(" + text_at(i + 1) + ", '')::" + std::string{places[i].type} + ")";
  }
  throw Error{ErrorCode::internal, "The context has no such part."};
}

std::string words() { return "string_to_array(" + text_at(places.size() + 1) + ", ',')"; }

}  // namespace salus::postgres::caller_context
