#include "cli/demo/demo.hpp"

#include <chrono>
#include <iostream>

#include "cli/connection/key_source.hpp"
#include "cli/demo/demo_place.hpp"
#include "cli/demo/demo_sections.hpp"
#include "cli/demo/page.hpp"
#include "cli/serving/serve_until_interrupted.hpp"
#include "cli/terminal/terminal.hpp"

namespace salus::cli {

namespace {

constexpr int usual_port = 8080;

std::string seconds_since(std::chrono::steady_clock::time_point start) {
  const auto time = std::chrono::steady_clock::now() - start;
  const auto tenths = std::chrono::duration_cast<std::chrono::milliseconds>(time).count() / 100;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

void show_all(const Clinic& clinic, const SampleClinic& sample, const DemoPlace& place) {
  auto& out = std::cout;
  print_heading(out, "1  An encrypted clinic");
  show_file(out, clinic, place.database());
  print_heading(out, "2  What each person sees");
  show_views(out, clinic, sample);
  print_heading(out, "3  One row, three readers");
  show_masks(out, clinic, sample);
  print_heading(out, "4  A refused access, and why");
  show_refusal(out, clinic, sample);
  print_heading(out, "5  The journal");
  show_journal(out, clinic);
}

std::unique_ptr<rest::Server> make_server(const Clinic& clinic, const std::optional<int>& port) {
  const auto listen = [&clinic](int number) {
    return std::make_unique<rest::Server>(clinic, rest::ServerOptions{.port = number});
  };
  if (port) return listen(*port);
  try {
    return listen(usual_port);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::invalid_input) throw;
    return listen(0);
  }
}

void serve(const Clinic& clinic, const SampleClinic& sample, const DemoRequest& request,
           const InterruptSignals& signals) {
  print_heading(std::cout, "6  The same over REST");
  const auto server = make_server(clinic, request.port);
  show_server(std::cout, clinic, sample, server->port());
  serve_until_interrupted(*server, signals);
  std::cout << "\n  Stopped.\n";
}

void say_how_to_go_on(const DemoPlace& place, const SampleClinic& sample) {
  const Style style{Stream::output};
  std::cout << '\n';
  if (place.is_kept()) {
    std::cout << "  Look around:\n\n"
              << "export SALUS_DB=" << place.database().string()
              << " SALUS_ORGANIZATION=" << sample_organization << '\n'
              << "salus as " << sample.doctor_email << " list patients --order -birth_date\n"
              << "salus journal show\n";
  } else {
    std::cout << style.dim("  The files are removed at the end; salus demo --keep DIR keeps them.")
              << '\n';
  }
}

}  // namespace

std::vector<Viewer> viewers_of(const SampleClinic& sample) {
  return {{"Dr. Ada Okonjo", "doctor", sample.doctor_email},
          {"Amélie Rousseau", "patient", sample.patient_email},
          {"Inès Moreau", "administrator", std::string{sample_administrator}}};
}

ExitCode run_demo(const DemoRequest& request) {
  const InterruptSignals signals;  // before the database starts threads
  const auto started = std::chrono::steady_clock::now();
  const DemoPlace place{request.kept_folder};
  const auto key = make_key_file(key_file_beside(place.database()));
  const auto clinic = install_sample_clinic(
      sqlite::open(place.database(), key, {.mode = sqlite::OpenMode::create}));
  const auto sample = fill_sample_clinic(clinic);
  const Style style{Stream::output};
  std::cout << style.bold("Salus") << ": a clinic made of sample data in " << seconds_since(started)
            << ". Nobody in it exists.\n";
  show_all(clinic, sample, place);
  say_how_to_go_on(place, sample);
  if (request.serves) serve(clinic, sample, request, signals);
  return ExitCode::ok;
}

}  // namespace salus::cli
