# SPDX-License-Identifier: GPL-2.0-only
# What people do with tcpstate; what the module is made of stands in Kbuild.

KVER ?= $(shell uname -r)
KDIR ?= /lib/modules/$(KVER)/build
PREFIX ?= /usr/local
DEMO_KERNEL := 6.12
# Of the kernels that modules are built for with this machine's own compiler, if it has it.
HEADERS = $(addprefix headers-,$(shell tests/vm/kernel --list usual))

all: modules tools

help:
	@echo 'make                 builds tcpstate.ko and tools/tcpstate'
	@echo 'make modules         the module only; KVER=... for another kernel than the running'
	@echo '                     one, KDIR=... for a build tree elsewhere'
	@echo 'make tools           the tool only'
	@echo 'make exporter        the server for Prometheus'
	@echo 'make demo            boots a Debian kernel in QEMU with the module loaded and shows'
	@echo '                     what real TCP traffic leaves; PROMPT=1 gives a prompt in it'
	@echo 'make check           the tests that every change must pass; SUITES="..." for some'
	@echo 'make check-fresh     make demo and make check as a newcomer has them, in roots of Debian 12'
	@echo '                     and 13 that have nothing; SUITES="..." for some; as root, an hour'
	@echo 'make check-debug     the same on kernels with checkers of memory, locks and races, and'
	@echo '                     a soak; SOAK=1000000 for that many lives of connections'
	@echo 'make coverage        which lines and branches of module and tool the tests run'
	@echo 'make mutants         changes the module in 100 places, one at a time, and says which of'
	@echo '                     these changes no test sees; takes an hour. MUTANTS=20 SEED=7 for'
	@echo '                     others, MUTANT="..." for some by name, JOBS=2 at a time, AGAIN=1'
	@echo '                     for another look at those that survived'
	@echo 'make check-matrix    builds and tests the module on every supported kernel, 5.10 to 7.x'
	@echo 'make check-packaging DKMS and packages in a stock Debian root, as root'
	@echo 'make bench           what the module costs beside ss, netstat, BPF tools and others, as'
	@echo '                     tables and plots in build/bench/results; takes 20 minutes. KEEP=1'
	@echo '                     puts them into tests/bench as well'
	@echo 'make load, unload    inserts and removes the module on this host, as root'
	@echo 'make install         installs tool, exporter and, not enabled, their systemd units;'
	@echo '                     PREFIX=$(PREFIX) DESTDIR=$(DESTDIR)'
	@echo '                     make -C tools install installs the tool alone'
	@echo 'make dkms-install    has DKMS build the module for every kernel of this host, as root;'
	@echo '                     make dkms-remove undoes that'
	@echo 'make deb             Debian packages of tool, exporter and, for DKMS, module: build/deb'
	@echo 'make clean           removes all that was built; the cache of downloaded kernels,'
	@echo '                     $$TCPSTATE_CACHE or ~/.cache/tcpstate, stays'

modules:
	@test -e $(KDIR)/Makefile || { \
		echo 'make: no headers of kernel $(KVER) in $(KDIR): apt-get install linux-headers-$(KVER), or name a build tree with KDIR=...' >&2; \
		exit 1; \
	}
	@$(MAKE) --no-print-directory -C $(KDIR) M=$(CURDIR) modules

tools:
	@$(MAKE) --no-print-directory -C tools all

exporter:
	@$(MAKE) --no-print-directory -C tools/exporter all

demo:
	@tests/needs install build vm headers-$(DEMO_KERNEL)
	@echo 'building tool and module'
	@$(MAKE) --silent --no-print-directory -j "$$(nproc)" tools
	@module=$$(tests/vm/module --quiet $(DEMO_KERNEL)) && \
	tests/vm/run -k $(DEMO_KERNEL) -t 120 -a "$$module" -p tools/tcpstate \
		$(if $(PROMPT),--shell,-a tests/demo.sh -a tests/lab.sh -- /demo.sh)

check:
	@tests/needs install build vm check kernel $(HEADERS)
	@tests/check $(SUITES)

# One at a time: each has the machine to itself, as its newcomer would.
check-fresh:
	@tests/needs install fresh
	@tests/check -j 1 $(or $(SUITES),-g fresh)

check-debug:
	@tests/needs install build vm check kernel debug $(HEADERS)
	@tests/check-debug

coverage:
	@tests/needs install build vm check kernel $(HEADERS)
	@tests/coverage

mutants:
	@tests/needs install build vm check kernel $(HEADERS)
	@tests/check-mutants $(if $(MUTANTS),-n $(MUTANTS)) $(if $(SEED),-s $(SEED)) \
		$(if $(JOBS),-j $(JOBS)) $(if $(AGAIN),-a) $(MUTANT)

check-matrix:
	@tests/needs install build vm check $(addprefix headers-,$(shell tests/vm/kernel --list))
	@tests/check-matrix $(SERIES)

check-packaging:
	@tests/needs install build vm deb packaging fresh $(HEADERS)
	@tests/check -g packaging

bench:
	@tests/needs install build vm check bench $(HEADERS)
	@tests/bench/run $(if $(KEEP),--keep)

load:
	@test -e tcpstate.ko || { echo 'make load: no tcpstate.ko here: run make modules' >&2; exit 1; }
	@test "$$(id -u)" = 0 || { echo 'make load: only root loads modules: run sudo make load' >&2; exit 1; }
	@test ! -e /sys/module/tcpstate || { echo 'make load: tcpstate is loaded already: see cat /proc/tcpstate' >&2; exit 1; }
	@insmod tcpstate.ko || { echo 'make load: the kernel did not take tcpstate.ko: dmesg | tail says why' >&2; exit 1; }
	@echo 'tcpstate is loaded: cat /proc/tcpstate'

unload:
	@test -e /sys/module/tcpstate || { echo 'make unload: tcpstate is not loaded' >&2; exit 1; }
	@test "$$(id -u)" = 0 || { echo 'make unload: only root unloads modules: run sudo make unload' >&2; exit 1; }
	@rmmod tcpstate
	@echo 'tcpstate is unloaded'

install:
	@$(MAKE) --no-print-directory -C tools install PREFIX=$(PREFIX) DESTDIR=$(DESTDIR)
	@$(MAKE) --no-print-directory -C tools/exporter install PREFIX=$(PREFIX) DESTDIR=$(DESTDIR)

dkms-install:
	@tools/packaging/dkms install

dkms-remove:
	@tools/packaging/dkms remove

deb:
	@tests/needs install build deb
	@tools/packaging/debian/build

# Not kbuild's own clean, which needs the headers the module was built with.
clean:
	@$(MAKE) --no-print-directory -C tools clean
	@$(MAKE) --no-print-directory -C tools/exporter clean
	@find . -name .git -prune -o -type f \( -name '*.o' -o -name '*.ko' -o -name '*.mod' \
		-o -name '*.mod.c' -o -name '.*.cmd' -o -name Module.symvers -o -name modules.order \) \
		-exec $(RM) {} +
	@$(RM) -r build

.PHONY: all help modules tools exporter demo check check-fresh check-debug check-matrix check-packaging \
	coverage mutants bench load unload install dkms-install dkms-remove deb clean
