#include "cli/import/map_failure.hpp"

#include <utility>

namespace salus::cli {

Failure map_failure(const std::string& file, std::size_t line, const std::string& problem,
                    std::string advice) {
  return {ExitCode::failed, file + ":" + std::to_string(line) + ": " + problem, std::move(advice)};
}

Failure undelayable(const std::string& file, std::size_t line, const std::string& field) {
  return map_failure(
      file,
      line,
      "\"plus\" puts off a moment, or a day by whole days; \"" + field + "\" is none.",
      "Write { from = \"{start}\", plus = { minutes = \"{length}\" } }.");
}

}  // namespace salus::cli
