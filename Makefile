# 融桥 Rongqiao. `make help` lists what there is.
#
# One release build serves run, test and demo: the same flags everywhere, so nothing is compiled
# twice. Everything it makes lies in .build and .rongqiao of this checkout; ports are free ones, so
# several checkouts may work side by side.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test story demo build bench-kernel bench-flow bench-allocation bench-pages faults format lint clean tools swift

CORES := $(shell nproc 2>/dev/null || echo 2)
JOBS ?= $(CORES)
# -enable-testing lets tests see internal declarations of an optimised build.
FLAGS := -c release --jobs $(JOBS) -Xswiftc -enable-testing
PROGRAM := .build/release/rongqiao
SAMPLE ?= 1000
SOURCES := Package.swift Sources Workers Tests Schemas Benchmarks/KernelBench Benchmarks/FlowBench \
  Benchmarks/AllocationBench

help: ## 显示本帮助 · this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' \
	  $(MAKEFILE_LIST)

run: build ## 启动全部服务(含样例数据) · start everything with sample data; Ctrl-C stops it
	exec $(PROGRAM) up --sample $(SAMPLE)

# The suites that start servers and processes run one after the other: side by side they would only
# measure how many fit on the machine.
GROUPS := PostgresTests KafkaTests StoreTests ApplicationTests WorkerTests FrameTests EndToEndTests \
  FaultTests
# Of those that start processes, and of those that share a server, so many tests at once: with more, a
# slow machine would meet by chance the time limits that they are about. Those of the use cases lead
# themselves in (Tests/TestSupport/Turnstile.swift).
PROCESS_GROUPS := FrameTests EndToEndTests FaultTests
SERVER_GROUPS := PostgresTests KafkaTests StoreTests WorkerTests
WIDTH := SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH
width = $(if $(filter $(1),$(PROCESS_GROUPS)),$(WIDTH)=$(CORES),$(if $(filter $(1),$(SERVER_GROUPS)),$(WIDTH)=$$(($(CORES) * 8))))
STORIES := market receivables guarantee listing pools monitoring console
SWIFT_TEST = swift test $(FLAGS) --disable-xctest --skip-build

test: build ## 编译并运行全部测试 · build and run all tests
	@.ci/tools tests
ifdef FILTER
	$(SWIFT_TEST) --filter '$(FILTER)'
else
	$(SWIFT_TEST) $(foreach group,$(GROUPS),--skip '^$(group)\.')
	$(foreach group,$(GROUPS),$(call width,$(group)) $(SWIFT_TEST) --filter '^$(group)\.' &&) true
	Tests/Contract/run
	for story in $(STORIES); do STORM=$(or $(STORM),small) Tests/Contract/run --story $$story || exit 1; done
endif

# One promise a line; writes .rongqiao/story-NAME.json. STORM=small is what `make test` runs.
story: build ## 端到端故事(NAME=market) · one story end to end: NAME=market
	@.ci/tools tests
	STORM=$(or $(STORM),full) Tests/Contract/run --story $(NAME)

# At least 200 faults over 50,000 events, about a quarter of an hour; `make test` runs a short one.
faults: build ## 故障演练(SEED=n 可重现) · the long run under faults; SEED=n repeats one
	STORM=full $(if $(SEED),SEED=$(SEED)) STORM_TERMINAL="$$(tty 2>/dev/null <&2 || true)" \
	  $(SWIFT_TEST) --filter '^FaultTests\.'

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

# The size of a province, about an hour. QUICK=1 only tries all parts.
FLOW_FULL := --needs 570000 --products 1000 --rate 500 --seconds 600 --round-seconds 20 \
  --events 1000000
FLOW_QUICK := --needs 5000 --products 200 --rate 50 --seconds 5 --rounds 1 --round-seconds 2 \
  --events 5000

bench-flow: tools swift ## 全流程与机器极限对比(QUICK=1 试跑) · the flow against the limits of the machine
	swift build $(FLAGS) --product rongqiao
	$(PROGRAM) bench flow $(if $(QUICK),$(FLOW_QUICK),$(FLOW_FULL)) \
	  $(if $(PUBLISH),--publish Benchmarks/results)

bench-allocation: tools swift ## 定期推介分配:十万笔需求 × 200 家机构 · 100,000 needs allocated, and checked
	swift build $(FLAGS) --product rongqiao
	$(PROGRAM) bench allocation $(if $(PUBLISH),--publish Benchmarks/results)

# Some minutes to fill the tables and count the funnel. QUICK=1 only tries all parts.
NEEDS ?= $(if $(QUICK),2000,570000)

bench-pages: tools swift ## 控制台各页:57 万笔需求下的耗时与大小 · pages of the console over 570,000 needs
	swift build $(FLAGS) --product rongqiao
	Benchmarks/bench-pages --needs $(NEEDS) $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(PUBLISH),--publish)

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
