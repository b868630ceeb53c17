# SPDX-License-Identifier: GPL-2.0-only
# A line for each file that is made, as kbuild has it; V=1 shows the calls, make -s neither.
# A recipe begins with $(call making,CC) and goes on with the call.

ifeq ($(V),1)
making =
else ifneq ($(findstring s,$(filter-out --%,$(firstword -$(MAKEFLAGS)))),)
making = @
else
making = @printf '  %-7s %s\n' $(1) $(patsubst $(root)/%,%,$(patsubst $(root)/build/%,%,$(abspath $@)));
endif
