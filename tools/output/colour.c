// SPDX-License-Identifier: GPL-2.0-only
/* Whether colours are welcome. */

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/output/colour.h"

bool colour_wanted(void)
{
	/* no-color.org: an empty value does not count. */
	const char *refused = getenv("NO_COLOR"), *terminal = getenv("TERM");

	return isatty(STDOUT_FILENO) && !(refused && *refused) && terminal && *terminal &&
	       strcmp(terminal, "dumb") != 0;
}
