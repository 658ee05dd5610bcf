#include "cli/config/setting.hpp"

#include <algorithm>
#include <ostream>
#include <vector>

#include "cli/failure.hpp"
#include "cli/words/nearest_name.hpp"

namespace salus::cli {

namespace {

/// A setting of a file is an option that the environment can give, too.
bool is_setting(const CLI::Option& option) {
  return !option.get_envname().empty() && option.get_single_name() != "config";
}

std::vector<CLI::Option*> settings_of(CLI::App& command) {
  std::vector<CLI::Option*> settings;
  for (auto* app = &command; app != nullptr; app = app->get_parent()) {
    const auto found =
        app->get_options([](const CLI::Option* option) { return is_setting(*option); });
    settings.insert(settings.begin(), found.begin(), found.end());
  }
  return settings;
}

Failure unknown(const ConfigFile& file, const FileSetting& setting,
                const std::vector<CLI::Option*>& settings) {
  std::vector<std::string_view> names;
  for (const auto* option : settings) names.push_back(option->get_single_name());
  return file.failure(
      setting, "there is no setting of this name.", advice_for(setting.name, names));
}

void apply(const ConfigFile& file, const FileSetting& setting, CLI::Option& option) {
  if (option.count() > 0) return;
  try {
    option.add_result(setting.values);
    option.run_callback();
  } catch (const CLI::Error&) {  // its text may repeat the value
    throw file.failure(setting, "this value does not fit.", option.get_description() + ".");
  }
}

bool is_bare(std::string_view value) {
  return value == "true" || value == "false" ||
         (!value.empty() && value.find_first_not_of("0123456789") == std::string_view::npos);
}

std::string toml_text(std::string_view value) {
  if (is_bare(value)) return std::string{value};
  std::string text{"\""};
  for (const char c : value) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + '"';
}

/// "postgresql://role:secret@host/name?password=secret" without both.
std::string without_password(std::string value) {
  const auto authority = value.find("://");
  if (authority == std::string::npos) return value;
  const auto begin = authority + 3;
  const auto end = std::min(value.find_first_of("/?", begin), value.size());
  const auto at = value.rfind('@', end);
  const auto colon = value.find(':', begin);
  if (at != std::string::npos && at >= begin && colon < at)
    value.replace(colon, at - colon, ":...");
  constexpr std::string_view parameter = "password=";
  const auto named = value.find(parameter);
  if (named == std::string::npos) return value;
  const auto secret = named + parameter.size();
  return value.replace(secret, std::min(value.find('&', secret), value.size()) - secret, "...");
}

std::vector<std::string> values_of(const CLI::Option& option) {
  if (option.count() > 0) return option.results();
  if (option.get_default_str().empty() || option.get_default_str() == "[]") return {};
  return {option.get_default_str()};
}

bool is_list(const CLI::Option& option) { return option.get_items_expected_max() > 1; }

void print_setting(std::ostream& out, const CLI::Option& option) {
  const auto values = values_of(option);
  if (values.empty()) {
    out << "# " << option.get_single_name() << " is not set\n";
    return;
  }
  out << option.get_single_name() << " = " << (is_list(option) ? "[" : "");
  for (std::size_t i = 0; i < values.size(); ++i)
    out << (i > 0 ? ", " : "") << toml_text(without_password(values[i]));
  out << (is_list(option) ? "]\n" : "\n");
}

}  // namespace

std::string environment_name(std::string_view setting) {
  std::string name{"SALUS_"};
  for (const char c : setting)
    name += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return name;
}

CLI::Option* add_setting(CLI::App& command, const std::string& name,
                         std::chrono::milliseconds& value, const std::string& help) {
  const auto take = [&value](const double& seconds) {
    value = std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1000)};
  };
  return command.add_option_function<double>("--" + name, take, help)
      ->envname(environment_name(name))
      ->type_name("SECONDS")
      ->check(CLI::Range(0.01, 86'400.0).description(""))
      ->default_str(
          std::to_string(std::chrono::duration_cast<std::chrono::seconds>(value).count()));
}

void apply(const ConfigFile& file, CLI::App& command) {
  const auto settings = settings_of(command);
  for (const auto& setting : file.settings()) {
    const auto found = std::ranges::find(settings, setting.name, &CLI::Option::get_single_name);
    if (found == settings.end()) throw unknown(file, setting, settings);
    apply(file, setting, **found);
  }
}

void print_settings(std::ostream& out, CLI::App& command) {
  for (const auto* option : settings_of(command)) print_setting(out, *option);
}

}  // namespace salus::cli
