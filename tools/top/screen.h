/* SPDX-License-Identifier: GPL-2.0-only */
/* What top shows on a full screen. */
#ifndef TCPSTATE_TOOLS_TOP_SCREEN_H
#define TCPSTATE_TOOLS_TOP_SCREEN_H

#include "tools/top/frame.h"

/* Draws the frame; the terminal gets what is different from the one before, at once. */
void top_screen_draw(const struct top_frame *frame);

#endif
