#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/commands/commands.hpp"
#include "cli/connection/key_source.hpp"
#include "cli/demo/demonstration.hpp"
#include "cli/failure.hpp"
#include "cli/serving/serve_until_signal.hpp"

namespace salus::cli {

namespace {

struct DemoOptions {
  bool serves = false;
  std::string folder;
  int port = 8080;
};

/// The folder that the user keeps, or a new one that goes with the demonstration.
class DemoFolder {
 public:
  explicit DemoFolder(const std::string& kept) : path_{kept}, is_kept_{!kept.empty()} {
    if (is_kept_) {
      std::filesystem::create_directories(path_);
      return;
    }
    std::string name = (std::filesystem::temp_directory_path() / "salus-demo-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
      throw Failure{ExitCode::failed, "no temporary folder can be made.", "Use --keep DIR."};
    path_ = name;
  }
  ~DemoFolder() {
    std::error_code ignored;
    if (!is_kept_) std::filesystem::remove_all(path_, ignored);
  }
  DemoFolder(const DemoFolder&) = delete;
  DemoFolder& operator=(const DemoFolder&) = delete;

  std::filesystem::path database() const { return path_ / "clinic.db"; }
  bool is_kept() const { return is_kept_; }

 private:
  std::filesystem::path path_;
  bool is_kept_;
};

ExitCode demonstrate(const DemoOptions& options) {
  const DemoFolder folder{options.folder};
  if (std::filesystem::exists(folder.database())) {
    throw Failure{ExitCode::failed,
                  folder.database().string() + " is there already.",
                  "Choose another folder for --keep."};
  }
  const auto key = make_key_file(key_file_beside(folder.database()));
  const auto backend = sqlite::open(folder.database(), key, {.mode = sqlite::OpenMode::create});
  const auto clinic = Clinic::install(backend,
                                      {.organization_name = "Riverside Clinic",
                                       .administrator_email = SampleClinic{}.administrator_email},
                                      Secret{std::string{sample_password}});
  const auto sample = fill_sample_clinic(clinic);
  Demonstration show{clinic, sample, std::cout};
  show.where_it_is(folder.database(), folder.is_kept() || options.serves);
  show.what_each_person_sees();
  show.a_refusal();
  show.the_journal();
  if (!options.serves) return ExitCode::ok;
  serve_until_signal(clinic, {.port = options.port}, [&show](int port) { show.how_to_ask(port); });
  return ExitCode::ok;
}

}  // namespace

void add_demo(CLI::App& parent, const GlobalOptions&, Work& work) {
  auto* command = parent.add_subcommand(
      "demo", "A sample clinic in an encrypted file, and what each person sees of it");
  const auto options = std::make_shared<DemoOptions>();
  command->add_flag("--serve", options->serves, "Then serve the REST API until Ctrl-C");
  command->add_option("--port", options->port, "The port to serve at; 0: a free one")
      ->capture_default_str();
  command->add_option("--keep", options->folder, "Make the files here and keep them")
      ->type_name("DIR");
  command->callback([&work, options] { work = [options] { return demonstrate(*options); }; });
}

}  // namespace salus::cli
