#include <salus/core/export.hpp>

int main() {}
