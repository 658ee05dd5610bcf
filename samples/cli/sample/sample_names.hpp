#pragma once

/// Names of made-up people from several parts of the world.

#include <array>
#include <string_view>

#include "salus/domain/patient.hpp"

namespace salus::cli {

struct GivenName {
  std::string_view text;
  Sex sex;
};

inline constexpr std::array given_names{
    GivenName{"Amara", Sex::female},  GivenName{"Tomás", Sex::male},
    GivenName{"Ngozi", Sex::female},  GivenName{"Søren", Sex::male},
    GivenName{"Zoë", Sex::female},    GivenName{"Ibrahim", Sex::male},
    GivenName{"Mei", Sex::female},    GivenName{"Łukasz", Sex::male},
    GivenName{"Priya", Sex::female},  GivenName{"Johan", Sex::male},
    GivenName{"Fatima", Sex::female}, GivenName{"Đức", Sex::male},
    GivenName{"Aoife", Sex::female},  GivenName{"Kwame", Sex::male},
    GivenName{"Ingrid", Sex::female}, GivenName{"Mateo", Sex::male},
    GivenName{"Sanae", Sex::female},  GivenName{"Olek", Sex::male},
    GivenName{"Leila", Sex::female},  GivenName{"Henrik", Sex::male},
};

inline constexpr std::array family_names{
    std::string_view{"Okafor"},
    std::string_view{"Müller"},
    std::string_view{"Nguyễn"},
    std::string_view{"García"},
    std::string_view{"Haddad"},
    std::string_view{"Kowalski"},
    std::string_view{"Sørensen"},
    std::string_view{"Tanaka"},
    std::string_view{"Mensah"},
    std::string_view{"O'Brien"},
    std::string_view{"Ivanova"},
    std::string_view{"Dubois"},
    std::string_view{"Sharma"},
    std::string_view{"Öztürk"},
    std::string_view{"Lindqvist"},
    std::string_view{"Costa"},
    std::string_view{"Björk"},
};

}  // namespace salus::cli
