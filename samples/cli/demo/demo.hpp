#pragma once

#include <optional>
#include <string>

#include "cli/exit_code.hpp"

namespace salus::cli {

struct DemoRequest {
  std::string kept_folder;  ///< Empty: a folder that is removed at the end.
  bool serves = false;
  std::optional<int> port;  ///< Empty: 8080, or a free one if that is taken.
};

/// Makes a sample clinic and shows what each person sees of it.
ExitCode run_demo(const DemoRequest& request);

}  // namespace salus::cli
