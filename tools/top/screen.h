/* SPDX-License-Identifier: GPL-2.0-only */
/* Draws a picture of top on the full screen. */
#ifndef TCPSTATE_TOOLS_TOP_SCREEN_H
#define TCPSTATE_TOOLS_TOP_SCREEN_H

#include "tools/top/frame.h"

/* Draws the frame. The terminal is sent only what changed since the frame before. */
void top_screen_draw(const struct top_frame *frame);

#endif
