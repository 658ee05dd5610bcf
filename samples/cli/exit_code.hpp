#pragma once

namespace salus::cli {

/// How the program ends; scripts branch on it, and README.md documents it.
enum class ExitCode : int {
  ok = 0,
  failed = 1,      ///< It did not work, and a line says why.
  usage = 2,       ///< The command line does not say what to do.
  denied = 3,      ///< The policy, or the log-in, refused.
  not_found = 4,   ///< No such row, account or organization, or one that may not be seen.
  incomplete = 5,  ///< The import is done, but some rows of the files were rejected.
};

}  // namespace salus::cli
