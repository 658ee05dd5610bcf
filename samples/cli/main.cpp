/// The program `salus`: everything the SDK does, from a command line. See README.md beside this file.

#include "cli/program.hpp"

int main(int argc, char** argv) { return static_cast<int>(salus::cli::run(argc, argv)); }
