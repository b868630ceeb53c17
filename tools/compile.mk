# SPDX-License-Identifier: GPL-2.0-only
# How programs of tools/ are compiled: their Makefiles say into which folders, what $(libraries)
# of pkg-config they need, and which $(rooms) they share with others.

include $(root)/tools/quiet.mk

WARNINGS := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes
CPPFLAGS += -D_GNU_SOURCE -I$(root) $(shell pkg-config --cflags $(libraries))
LDLIBS += $(shell pkg-config --libs $(libraries)) -lm
CFLAGS ?= -O2 -g
SANITIZE := -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all

# Files of folders of tools/, as objects.
objects_of = $(patsubst $(root)/tools/%.c,%.o,$(wildcard $(1:%=$(root)/tools/%/*.c)))

shared := failure.o clock.o $(call objects_of,$(rooms))

$(out)/%.o: $(root)/tools/%.c $(root)/tools/compile.mk | libraries
	@mkdir -p $(@D)
	$(call making,CC)$(CC) -std=gnu11 $(CFLAGS) $(WARNINGS) $(CPPFLAGS) -MMD -MP -c -o $@ $<

$(asan)/%.o: $(root)/tools/%.c $(root)/tools/compile.mk | libraries
	@mkdir -p $(@D)
	$(call making,CC)$(CC) -std=gnu11 $(SANITIZE) $(WARNINGS) $(CPPFLAGS) -MMD -MP -c -o $@ $<

# A program takes of an archive what it uses. What was removed must not stay in it.
$(out)/rooms.a: $(shared:%=$(out)/%)
$(asan)/rooms.a: $(shared:%=$(asan)/%)
%/rooms.a:
	$(call making,AR)$(RM) $@ && $(AR) rcs $@ $^

libraries:
	@pkg-config --exists $(libraries) || { \
		echo 'make: $(libraries): one is missing: apt-get install $(packages)' >&2; \
		exit 1; \
	}

-include $(shell find $(out) $(asan) -name '*.d' 2>/dev/null)

.PHONY: libraries
