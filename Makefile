# 融桥 Rongqiao. `make help` lists what there is.
#
# One release build serves run, test and demo: the same flags everywhere, so nothing is compiled
# twice. Everything it makes lies in .build and .rongqiao of this checkout; ports are free ones, so
# several checkouts may work side by side.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test demo build bench-kernel format lint clean tools swift

CORES := $(shell nproc 2>/dev/null || echo 2)
JOBS ?= $(CORES)
# -enable-testing lets tests see internal declarations of an optimised build.
FLAGS := -c release --jobs $(JOBS) -Xswiftc -enable-testing
PROGRAM := .build/release/rongqiao
SAMPLE ?= 1000
SOURCES := Package.swift Sources Workers Tests Schemas Benchmarks/KernelBench

help: ## 显示本帮助 · this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' \
	  $(MAKEFILE_LIST)

run: build ## 启动全部服务(含样例数据) · start everything with sample data; Ctrl-C stops it
	exec $(PROGRAM) up --sample $(SAMPLE)

# The suites that start servers and processes run one after the other: side by side they would only
# measure how many fit on the machine.
GROUPS := PostgresTests KafkaTests StoreTests ApplicationTests WorkerTests FrameTests EndToEndTests
SWIFT_TEST = swift test $(FLAGS) --disable-xctest --skip-build

test: build ## 编译并运行全部测试 · build and run all tests
	@.ci/tools tests
ifdef FILTER
	$(SWIFT_TEST) --filter $(FILTER)
else
	$(SWIFT_TEST) $(foreach group,$(GROUPS),--skip '^$(group)\.')
	for group in $(GROUPS); do $(SWIFT_TEST) --filter "^$$group\\." || exit 1; done
	Tests/Contract/run
endif

demo: build ## 演示:1000 笔需求全流程,结果写入 .rongqiao/demo.json · demonstration run
	$(PROGRAM) up --sample $(SAMPLE) --demo

build: tools swift ## 编译(发布模式,含测试) · release build with tests
	swift build $(FLAGS) --build-tests

bench-kernel: swift ## 判定内核与同类工具对比(QUICK=1 只核对结果) · the kernel against its peers
ifdef QUICK
	swift build $(FLAGS) --product kernel-bench
	Benchmarks/bench-kernel --quick --program .build/release/kernel-bench
else
	Benchmarks/bench-kernel $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(PUBLISH),--publish)
endif

format: swift ## 排版源码 · format the sources in place
	swift format --in-place --recursive --parallel $(SOURCES)

lint: swift ## 检查源码格式 · check the formatting
	swift format lint --strict --recursive --parallel $(SOURCES)

clean: ## 删除编译产物与本地数据 · remove the build and the local data
	@.ci/clean

tools: # installs what is missing, and only then
	@.ci/tools

swift:
	@command -v swift >/dev/null || { \
	  echo "未找到 swift:请安装 Swift 6.2 或更新版本并加入 PATH(https://www.swift.org/install)。" >&2; \
	  echo "swift was not found: install Swift 6.2 or newer and put it on PATH." >&2; exit 69; }
