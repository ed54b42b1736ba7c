// Which files are of interest, and which descriptors are theirs. libuv closes files behind the back of
// the C library, so a descriptor is believed only while it still is the file that was opened.

#define _GNU_SOURCE
#include "shim.h"
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DESCRIPTORS 65536

static struct {
  int kind; // One more than the kind, so that 0 is: not of interest.
  dev_t device;
  ino_t inode;
  char *path;
} table[DESCRIPTORS];

static int ends(const char *text, const char *end) {
  size_t length = strlen(text), tail = strlen(end);
  return length >= tail && strcmp(text + length - tail, end) == 0;
}

int kind_of_path(const char *path) {
  if (ends(path, "-shm")) return -1;
  if (ends(path, "/nightsweep.db")) return DATABASE;
  if (ends(path, "/nightsweep.db-wal")) return WAL;
  if (strstr(path, "/checkpoints/") != NULL && strstr(path, ".safetensors") == NULL &&
      !ends(path, ".new"))
    return DIRECTORY;
  if (strstr(path, "/checkpoints/") != NULL) return CHECKPOINT;
  return OTHER;
}

int watched_path(int directory, const char *name, char *out, size_t size) {
  static const char *root = NULL;
  if (root == NULL) root = getenv("FAULTS_ROOT");
  if (root == NULL || name == NULL) return 0;
  if (name[0] == '/') {
    snprintf(out, size, "%s", name);
  } else if (directory == AT_FDCWD) {
    char here[PATH_MAX];
    if (getcwd(here, sizeof here) == NULL) return 0;
    snprintf(out, size, "%s/%s", here, name);
  } else {
    return 0;
  }
  size_t length = strlen(root);
  return strncmp(out, root, length) == 0 && (out[length] == '/' || out[length] == 0);
}

void remember(int fd, const char *path) {
  if (fd < 0 || fd >= DESCRIPTORS) return;
  table[fd].kind = 0;
  if (path == NULL) return;
  struct stat status;
  if (fstat(fd, &status) != 0) return;
  int kind = S_ISDIR(status.st_mode) ? DIRECTORY : kind_of_path(path);
  if (kind < 0) return;
  free(table[fd].path);
  table[fd].path = strdup(path);
  table[fd].device = status.st_dev;
  table[fd].inode = status.st_ino;
  table[fd].kind = kind + 1;
}

int kind_of_descriptor(int fd, struct stat *status) {
  if (fd < 0 || fd >= DESCRIPTORS || table[fd].kind == 0) return -1;
  if (fstat(fd, status) != 0) return -1;
  if (status->st_dev != table[fd].device || status->st_ino != table[fd].inode) return -1;
  return table[fd].kind - 1;
}

const char *path_of_descriptor(int fd) { return table[fd].path; }
