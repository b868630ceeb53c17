// SPDX-License-Identifier: GPL-2.0-only
/* Compresses a document as gzip does. */

#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "tools/exporter/compress.h"

/* 16 more than the window's bits ask zlib for a header of gzip instead of its own. */
enum { GZIP_WINDOW_BITS = 15 + 16, DEFAULT_MEMORY = 8 };

bool compress_to(int file, const char *data, size_t length)
{
	unsigned char *compressed;
	z_stream stream = { 0 };
	bool written = false;
	size_t room;

	/* The fastest level compresses metrics to an eighth; slower ones gain little. */
	if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, GZIP_WINDOW_BITS, DEFAULT_MEMORY,
			 Z_DEFAULT_STRATEGY) != Z_OK)
		return false;
	room = deflateBound(&stream, length);
	compressed = malloc(room);
	if (compressed) {
		stream.next_in = (unsigned char *)data;
		stream.avail_in = length;
		stream.next_out = compressed;
		stream.avail_out = room;
		written = deflate(&stream, Z_FINISH) == Z_STREAM_END &&
			  write(file, compressed, stream.total_out) == (ssize_t)stream.total_out;
	}
	free(compressed);
	deflateEnd(&stream);
	return written;
}
