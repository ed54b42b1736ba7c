// What the environment asks for: counts that outlive the process (FAULTS_COUNTS), a death at the k-th
// write or sync (FAULTS_KILL=write:12:before, :after or :half), and refusals while a file of rules is
// there (FAULTS_RULES; a line is `write wal ENOSPC 3`, or `*` for as long as the file is there).

#define _GNU_SOURCE
#include "shim.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *operations[OPERATIONS] = {"write", "sync", "name", "truncate", "open"};
static const char *kinds[KINDS] = {"database", "wal", "checkpoint", "directory", "other"};

static uint64_t unshared[OPERATIONS * KINDS + 1];
/** By operation and kind; behind them how many operations were refused. */
static uint64_t *counts = unshared;

static int fatal_operation = -1;
static long fatal_number = 0;
static char fatal_moment = 'b';
static long fatal_reached = 0;

static int word(const char *text, const char **words, int count) {
  for (int i = 0; i < count; i++)
    if (strcmp(text, words[i]) == 0) return i;
  return -1;
}

__attribute__((constructor)) static void read_plan(void) {
  const char *file = getenv("FAULTS_COUNTS");
  if (file != NULL) {
    int fd = open(file, O_RDWR);
    void *shared = fd < 0 ? MAP_FAILED
                          : mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (shared != MAP_FAILED) counts = shared;
    if (fd >= 0) close(fd);
  }
  const char *plan = getenv("FAULTS_KILL");
  char operation[16] = "";
  char moment[16] = "";
  if (plan != NULL && sscanf(plan, "%15[^:]:%ld:%15s", operation, &fatal_number, moment) == 3) {
    fatal_operation = word(operation, operations, OPERATIONS);
    fatal_moment = moment[0];
  }
}

void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

int is_cut(int kind) {
  if (fatal_moment != 'h' || fatal_operation != WRITE) return 0;
  if (__atomic_add_fetch(&fatal_reached, 1, __ATOMIC_SEQ_CST) != fatal_number) return 0;
  __atomic_add_fetch(&counts[WRITE * KINDS + kind], 1, __ATOMIC_SEQ_CST);
  return 1;
}

void reached(enum operation operation, int kind, enum moment moment) {
  if (moment == BEFORE) {
    __atomic_add_fetch(&counts[operation * KINDS + kind], 1, __ATOMIC_SEQ_CST);
  }
  if ((int)operation != fatal_operation || fatal_moment != (moment == BEFORE ? 'b' : 'a')) return;
  if (__atomic_add_fetch(&fatal_reached, 1, __ATOMIC_SEQ_CST) == fatal_number) die();
}

static int number_of(const char *name) {
  static const struct {
    const char *name;
    int number;
  } known[] = {{"ENOSPC", ENOSPC}, {"EIO", EIO}, {"EROFS", EROFS}, {"EACCES", EACCES}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strcmp(name, known[i].name) == 0) return known[i].number;
  return EIO;
}

/** Rules that were written to a new file begin to count anew. */
#define RULES 16
static long used[RULES];
static ino_t rules_inode = 0;

int refusal(enum operation operation, int kind) {
  const char *file = getenv("FAULTS_RULES");
  if (file == NULL) return 0;
  int fd = syscall(SYS_openat, AT_FDCWD, file, O_RDONLY);
  if (fd < 0) return 0;
  char text[2048];
  struct stat status;
  ssize_t length = syscall(SYS_read, fd, text, sizeof text - 1);
  int known = fstat(fd, &status);
  syscall(SYS_close, fd);
  if (length <= 0 || known != 0) return 0;
  text[length] = 0;
  if (status.st_ino != rules_inode) {
    rules_inode = status.st_ino;
    memset(used, 0, sizeof used);
  }
  char *rest = NULL;
  int row = 0;
  for (char *line = strtok_r(text, "\n", &rest); line != NULL && row < RULES;
       line = strtok_r(NULL, "\n", &rest), row++) {
    char what[16], where[16], error[16], times[16];
    if (sscanf(line, "%15s %15s %15s %15s", what, where, error, times) != 4) continue;
    if (strcmp(what, operations[operation]) != 0) continue;
    if (strcmp(where, "any") != 0 && strcmp(where, kinds[kind]) != 0) continue;
    long limit = times[0] == '*' ? -1 : atol(times);
    if (__atomic_fetch_add(&used[row], 1, __ATOMIC_SEQ_CST) >= limit && limit >= 0) continue;
    __atomic_add_fetch(&counts[OPERATIONS * KINDS], 1, __ATOMIC_SEQ_CST);
    return number_of(error);
  }
  return 0;
}
