// SPDX-License-Identifier: GPL-2.0-only
/*
 * Copies a kernel module under another name, so that a test can load it twice:
 * the second one finds what the first one made, its names in /proc, taken.
 *
 * usage: renamed_module FROM.ko TO.ko NAME
 *
 * The kernel knows a module by struct module's name, which the linker put into
 * the section .gnu.linkonce.this_module.
 */

#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "procfs/abi.h"

static void die(const char *why)
{
	fprintf(stderr, "renamed_module: %s\n", why);
	exit(1);
}

static unsigned char *read_whole(const char *path, size_t *size)
{
	int fd = open(path, O_RDONLY);
	unsigned char *bytes;
	struct stat file;

	if (fd < 0 || fstat(fd, &file))
		die("cannot open the module");
	bytes = malloc(file.st_size);
	if (!bytes || read(fd, bytes, file.st_size) != file.st_size)
		die("cannot read the module");
	close(fd);
	*size = file.st_size;
	return bytes;
}

static const Elf64_Shdr *find_section(const unsigned char *bytes, size_t size, const char *name)
{
	const Elf64_Ehdr *head = (const Elf64_Ehdr *)bytes;
	const Elf64_Shdr *sections, *names;
	unsigned int i;

	if (size < sizeof(*head) || memcmp(head->e_ident, ELFMAG, SELFMAG) ||
	    head->e_ident[EI_CLASS] != ELFCLASS64)
		die("not a 64-bit ELF file");
	sections = (const Elf64_Shdr *)(bytes + head->e_shoff);
	names = &sections[head->e_shstrndx];
	for (i = 0; i < head->e_shnum; i++)
		if (!strcmp((const char *)bytes + names->sh_offset + sections[i].sh_name, name))
			return &sections[i];
	die("no section for struct module");
	return NULL;
}

int main(int argc, char **argv)
{
	static const char old[] = TCPSTATE_PROC_SUMMARY;
	const Elf64_Shdr *section;
	unsigned char *bytes;
	char *name;
	size_t size;
	FILE *copy;

	if (argc != 4 || strlen(argv[3]) >= sizeof(old))
		die("usage: renamed_module FROM.ko TO.ko NAME, NAME no longer than the old one");
	bytes = read_whole(argv[1], &size);
	section = find_section(bytes, size, ".gnu.linkonce.this_module");
	name = memmem(bytes + section->sh_offset, section->sh_size, old, sizeof(old));
	if (!name)
		die("struct module does not have the name '" TCPSTATE_PROC_SUMMARY "'");
	strcpy(name, argv[3]);
	copy = fopen(argv[2], "w");
	if (!copy || fwrite(bytes, 1, size, copy) != size || fclose(copy))
		die("cannot write the copy");
	free(bytes);
	return 0;
}
