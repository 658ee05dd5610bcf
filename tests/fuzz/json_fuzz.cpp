/// Whatever the bytes: JSON is refused with our own error, or made canonical once and for all; and a body is read
/// into values that keep the rules of their fields.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "salus/codec/json.hpp"
#include "salus/codec/json_reader.hpp"
#include "salus/codec/json_writer.hpp"
#include "salus/core/error.hpp"
#include "salus/schema/validation.hpp"

#include "codec/specimen.hpp"

namespace {

using namespace salus;

void require(bool truth) {
  if (!truth) std::abort();
}

void parse(std::string_view text) {
  const Json once = parse_json(text);
  require(parse_json(once.text()) == once);
}

/// A patch that was read can be written, and read again to the same values.
void read(std::string_view body) {
  const auto& entity = entity_info<Specimen>();
  Issues issues;
  const Patch patch = read_patch(entity, body, issues);
  for (const auto& field : entity.fields()) {
    if (!patch.gives(field)) continue;
    Issues none;
    validate_value(field, patch.value(field), none);
    require(none.empty());
    std::string written = "{\"" + std::string{field.name} + "\":";
    append_json(written, borrow(patch.value(field)), field.type);
    written += '}';
    require(read_patch(entity, written, none).value(field) == patch.value(field));
    require(none.empty());
  }
}

void ignoring_refusals(void (*use)(std::string_view), std::string_view text) {
  try {
    use(text);
  } catch (const Error& error) {
    require(error.code() == ErrorCode::invalid_input);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  ignoring_refusals(parse, text);
  ignoring_refusals(read, text);
  return 0;
}
