#include "cli/config/config_file.hpp"

#include <optional>
#include <utility>

#include <toml++/toml.h>

namespace salus::cli {

namespace {

std::optional<std::string> text_of(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) return text;
  if (const auto truth = node.value_exact<bool>()) return *truth ? "true" : "false";
  if (const auto integer = node.value_exact<std::int64_t>()) return std::to_string(*integer);
  if (const auto number = node.value_exact<double>()) return std::to_string(*number);
  return std::nullopt;
}

/// Empty if it is no value of a setting.
std::vector<std::string> values_of(const toml::node& node) {
  const auto* list = node.as_array();
  if (list == nullptr) {
    auto text = text_of(node);
    return text ? std::vector{*std::move(text)} : std::vector<std::string>{};
  }
  std::vector<std::string> values;
  for (const auto& element : *list) {
    auto text = text_of(element);
    if (!text) return {};
    values.push_back(*std::move(text));
  }
  return values;
}

toml::table parsed(const std::string& path) {
  try {
    return toml::parse_file(path);
  } catch (const toml::parse_error& error) {
    const auto line = error.source().begin.line;
    if (line == 0) {
      throw Failure{
          ExitCode::usage, "the file " + path + " cannot be read.", "Check what --config names."};
    }
    throw Failure{ExitCode::usage,
                  path + ":" + std::to_string(line) + ": this is no TOML.",
                  "Write name = value, and texts into quotes."};
  }
}

}  // namespace

ConfigFile::ConfigFile(std::string path) : path_{std::move(path)} {
  for (const auto& [key, node] : parsed(path_)) {
    FileSetting setting{.name = std::string{key.str()},
                        .values = values_of(node),
                        .line = node.source().begin.line};
    if (setting.values.empty())
      throw failure(setting,
                    "this is no value of a setting.",
                    "Write a text, a number, true, false or a list of them.");
    settings_.push_back(std::move(setting));
  }
}

Failure ConfigFile::failure(const FileSetting& setting, const std::string& problem,
                            std::string advice) const {
  return {ExitCode::usage,
          path_ + ":" + std::to_string(setting.line) + ": " + setting.name + ": " + problem,
          std::move(advice)};
}

}  // namespace salus::cli
