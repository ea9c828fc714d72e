# What there is to do with Orderbell. Each target first makes what it needs (see `bootstrap`).

export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: run test test-long test-containers check chaos proof bench bench-pages bench-transports clean bundle docs picture screenshots lock

# Everything, natively, in the foreground, until Ctrl-C; the address is a setting: PORT, BIND.
run:
	@sh bootstrap run
	@exec setpriv --pdeathsig=TERM python -P -m stack run

# Every test that passes on a fresh machine, but for the long ones. A file stays with one of the
# processes, and the files with whole systems, which take longest, come first. Three of them keep two
# processors busy: much of a test is waiting.
PYTEST = python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder
test:
	@sh bootstrap test
	@npm test --silent
	@$(PYTEST) --ignore tests/containers -m "not long"

# What takes minutes: restarts, outages and an upgrade under load, and every state of the pages by the
# rules of accessibility (the main ones are in `make test`).
test-long:
	@sh bootstrap test
	@$(PYTEST) tests/e2e -m long

# The stack in containers, where a Docker engine answers: `make test` does not start it. All of it, or
# the files of CONTAINER_TESTS.
CONTAINER_TESTS = tests/containers
test-containers:
	@if timeout 10 docker version >/dev/null 2>&1; then \
		sh bootstrap test && python -m pytest --numprocesses 3 --dist loadgroup $(CONTAINER_TESTS); \
	else \
		echo "No Docker engine answers: the stack in containers is not tested."; \
	fi

# Lint, format, strict types and import rules, for the pages too.
check:
	@sh bootstrap check
	ruff check
	ruff format --check
	mypy
	lint-imports
	npm run --silent lint
	npm run --silent types

# Breaks everything for SECONDS, by SEED, and checks what clients saw (docs/reliability.md). WHERE is
# containers (compose.yaml) or cluster (with compose.cluster.yaml); natively without.
SECONDS = 120
chaos:
	@sh bootstrap test
	@python -m chaos --seconds $(SECONDS) $(if $(SEED),--seed $(SEED)) $(if $(WHERE),--$(WHERE))

# Plants defects, and sees that such a run finds each of them, and nothing where they are not: about 20
# minutes; or SAMPLE of the seven groups of them, other ones each day: one takes two to four.
proof:
	@sh bootstrap test
	@python -m chaos.proof $(if $(SAMPLE),--sample $(SAMPLE))

# Measures Orderbell and its peers in one run: all SECTIONS, or some of them by name; with QUICK=1 only
# that it runs. All figures go to bench/results/ (docs/performance.md).
bench:
	@sh bootstrap bench
	@python -m bench $(SECTIONS) $(if $(QUICK),--quick) --json bench/results/$(if $(QUICK),quick,$(if $(SECTIONS),$(word 1,$(SECTIONS)),all)).json

# Measures what the pages feel like: first loads on a slow phone, a full board, a long day; all of it, or
# PARTS of it: load, board, day.
bench-pages:
	@sh bootstrap test
	@python -m bench.pages $(PARTS)

# Measures the ways in which a kitchen may wait for orders, and writes what docs/push.md shows of them:
# 25 minutes; with QUICK=1 only that it runs.
bench-transports:
	@sh bootstrap test
	@python -m bench.transports $(if $(QUICK),--quick --json bench/results/quick-transports.json,--json bench/results/transports.json --page docs/push.md)

# Removes what native runs keep: databases, queues, passwords, keys and logs.
clean:
	@if [ -x .venv/bin/python ]; then python -P -m stack clean; else rm -rf .stack; fi

# What browsers load, made of the pages as they are written.
bundle:
	@sh bootstrap check
	@npm run --silent bundle

# The documents that are made from the code.
docs:
	@sh bootstrap check
	python -m docs.make

# The README's animated picture; Orderbell has to run (`make run`).
picture:
	@sh bootstrap test
	python -m docs.make.story

# Every state of the pages, in both languages, on a phone, a tablet and a wall, on a system of its
# own: .screenshots/ to look at, and the pictures of docs/pages.md.
screenshots:
	@sh bootstrap test
	python -m docs.make.screenshots

# Every dependency with its version and hashes, after a change in pyproject.toml.
LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate pyproject.toml
IMAGES = shops orders notifier gateway template operator
lock:
	@sh bootstrap check
	python -m pip install --quiet uv
	$(LOCK) --extra run --group build --output-file locks/run.txt
	$(LOCK) --extra run --group build --group dev --output-file locks/dev.txt
	for image in $(IMAGES); do \
		$(LOCK) --extra $$image --constraint locks/run.txt --output-file locks/$$image.txt || exit; \
	done
