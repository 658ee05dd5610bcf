#include "salus/codec/json.hpp"

#include <string>
#include <utility>

#include "codec/json_parser.hpp"
#include "codec/json_tree.hpp"

namespace salus {

Json parse_json(std::string_view text) {
  std::string canonical;
  canonical.reserve(text.size());
  codec::append_canonical(canonical, codec::parse_json_tree(text, codec::LoneSurrogates::refuse));
  return Json::from_canonical(std::move(canonical));
}

}  // namespace salus
