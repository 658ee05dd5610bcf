# A thin face of tools/setup.sh, CMake presets and ctest.

.DEFAULT_GOAL := help
.PHONY: help run demo test bench bench-http asan tsan soak fuzz format check-format tidy clean

jobs := $(shell nproc)
tools = $${SALUS_CACHE_DIR:-$$HOME/.cache/salus}/venv-tools/bin
test_python = $${SALUS_CACHE_DIR:-$$HOME/.cache/salus}/venv-test/bin/python
sources = git ls-files --cached --others --exclude-standard '*.hpp' '*.cpp' | xargs ls -d 2>/dev/null

help:  ## Show this list
	@sed -n 's/^\([a-z -]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

run: release  ## Build the demo clinic and serve it until Ctrl-C
	@build/release/bin/salus demo --serve

demo: release  ## Build the demo clinic and show it in this terminal
	@build/release/bin/salus demo

test: dev  ## Build everything and run every test
	@ctest --preset dev -j $(jobs)

bench:  ## Measure against hand-written rivals: build/bench/results.json
	@tools/setup.sh test
	@cmake --preset bench && cmake --build --preset bench
	@python3 tests/bench/ratios.py build/bench/bin/salus_bench build/bench/results.json

bench-http:  ## Measure the REST host under load, on both engines: build/bench/http.json
	@tools/setup.sh test
	@cmake --preset bench -D SALUS_SAMPLES=ON && cmake --build --preset bench --target salus_cli salus_bare_http
	@$(test_python) tests/bench/http/bench_http.py build/bench/bin build/bench/http.json

asan tsan:  ## Run the tests under sanitizers
	@tools/setup.sh test && tools/setup.sh tools
	@cmake --preset $@ && cmake --build --preset $@
	@ctest --preset $@ -j $(jobs)

soak:  ## Hold a million random worlds on SQLite against the policy's meaning, crash 1,000 times, call 1,000,000 times; for a night
	@tools/setup.sh test
	@cmake --preset dev && cmake --build --preset dev
	@SALUS_CRASHES=1000 build/dev/bin/salus_surface_test '*kill -9*'
	@SALUS_TIMING=1 ctest --preset dev -R rest_host.python
	@SALUS_CALLS=1000000 build/dev/bin/salus_surface_test 'memory does not grow*'
	@SALUS_WORLDS_SQLITE=1000000 SALUS_WORLDS_POSTGRES=20000 SALUS_PAIRS_MEMORY=100000 build/dev/bin/salus_property_test

fuzz:  ## Search with each fuzz target for a minute, under sanitizers
	@tools/setup.sh test && tools/setup.sh tools
	@test -f build/asan/build.ninja || cmake --preset asan
	@cmake --build --preset asan --target fuzz

format:  ## Format every source
	@tools/setup.sh tools
	@$(sources) | xargs $(tools)/clang-format -i

check-format:  ## Fail if a source is not formatted
	@tools/setup.sh tools
	@$(sources) | xargs $(tools)/clang-format --dry-run -Werror

tidy:  ## Run clang-tidy
	@tools/setup.sh test && tools/setup.sh tools
	@cmake --preset tidy
	@PATH="$(tools):$$PATH" run-clang-tidy.py -quiet -p build/tidy -j $(jobs) \
	  '$(CURDIR)/(src|adapters|samples|bindings|build/tidy/tests/headers/all_)'

clean:  ## Remove build/
	@rm -rf build

.PHONY: release dev
release:
	@tools/setup.sh run
	@test -f build/release/build.ninja || cmake --preset release
	@cmake --build --preset release

dev:
	@tools/setup.sh test
	@test -f build/dev/build.ninja || cmake --preset dev
	@cmake --build --preset dev
