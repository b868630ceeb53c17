/* SPDX-License-Identifier: GPL-2.0-only */
/* Compresses a document as gzip does. */
#ifndef TCPSTATE_TOOLS_EXPORTER_COMPRESS_H
#define TCPSTATE_TOOLS_EXPORTER_COMPRESS_H

#include <stdbool.h>
#include <stddef.h>

/**
 * compress_to() - compress bytes and write them to a file
 * @file: where to write
 * @data: the bytes
 * @length: how many
 *
 * Return: false if there is no memory or the file cannot be written.
 */
bool compress_to(int file, const char *data, size_t length);

#endif
