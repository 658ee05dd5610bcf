// expect: no match for
#include <iostream>

#include "salus/core/secret.hpp"

void print(const salus::Secret& secret) { std::cout << secret; }
