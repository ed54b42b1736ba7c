// The calls of the C library through which Node, libuv and SQLite change files. Each asks what is
// planned, does what it is for, and writes it down.

#define _GNU_SOURCE
#include "shim.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int refused(int error) {
  errno = error;
  return -1;
}

static ssize_t passed_on(int fd, const struct iovec *parts, int count, off_t offset) {
  if (count == 1 && offset < 0) return syscall(SYS_write, fd, parts->iov_base, parts->iov_len);
  if (count == 1) return syscall(SYS_pwrite64, fd, parts->iov_base, parts->iov_len, offset);
  if (offset < 0) return syscall(SYS_writev, fd, parts, count);
  return syscall(SYS_pwritev, fd, parts, count, offset, 0L);
}

/** All writes are this one. offset -1: where the file stands. */
static ssize_t written(int fd, const struct iovec *parts, int count, off_t offset) {
  struct stat status;
  int kind = kind_of_descriptor(fd, &status);
  if (kind >= 0) {
    int error = refusal(WRITE, kind);
    if (error != 0) return refused(error);
    if (is_cut(kind)) {
      size_t half = parts[0].iov_len / 2;
      if (offset < 0) syscall(SYS_write, fd, parts[0].iov_base, half);
      else syscall(SYS_pwrite64, fd, parts[0].iov_base, half, offset);
      die();
    }
    reached(WRITE, kind, BEFORE);
  }
  int promise = kind < 0 && is_promise(fd);
  if (kind >= 0 || promise) lock_log();
  off_t at = offset;
  if (kind >= 0 && is_logging() && at < 0) {
    at = fcntl(fd, F_GETFL) & O_APPEND ? status.st_size : lseek(fd, 0, SEEK_CUR);
  }
  ssize_t answer = passed_on(fd, parts, count, offset);
  if (kind >= 0 && answer > 0 && is_logging()) {
    // Short writes to files do not happen here; one that does is written down as what it was.
    struct iovec whole = {parts[0].iov_base, answer};
    if (count == 1) log_write(status.st_ino, at, &whole, 1);
    else log_write(status.st_ino, at, parts, count);
  }
  if (promise && answer > 0) log_promise(parts, count);
  if (kind >= 0 || promise) unlock_log();
  if (kind >= 0) reached(WRITE, kind, AFTER);
  return answer;
}

#pragma GCC visibility push(default)

ssize_t write(int fd, const void *bytes, size_t length) {
  struct iovec part = {(void *)bytes, length};
  return written(fd, &part, 1, -1);
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
  return written(fd, parts, count, -1);
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  struct iovec part = {(void *)bytes, length};
  return written(fd, &part, 1, offset);
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  return pwrite64(fd, bytes, length, offset);
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  return written(fd, parts, count, offset);
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  return written(fd, parts, count, offset);
}

/** Under a log nothing need reach this machine's disk: the log says what would have. */
static int synced(int fd, long call) {
  struct stat status;
  int kind = kind_of_descriptor(fd, &status);
  if (kind < 0) return syscall(call, fd);
  int error = refusal(SYNC, kind);
  if (error != 0) return refused(error);
  reached(SYNC, kind, BEFORE);
  lock_log();
  int answer = is_logging() ? 0 : syscall(call, fd);
  if (S_ISDIR(status.st_mode)) log_line("sync-directory %s", path_of_descriptor(fd));
  else log_line("sync %lu", (unsigned long)status.st_ino);
  unlock_log();
  reached(SYNC, kind, AFTER);
  return answer;
}

int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

int ftruncate64(int fd, off64_t length) {
  struct stat status;
  int kind = kind_of_descriptor(fd, &status);
  if (kind < 0) return syscall(SYS_ftruncate, fd, length);
  int error = refusal(TRUNCATE, kind);
  if (error != 0) return refused(error);
  reached(TRUNCATE, kind, BEFORE);
  lock_log();
  int answer = syscall(SYS_ftruncate, fd, length);
  if (answer == 0) log_line("truncate %lu %ld", (unsigned long)status.st_ino, (long)length);
  unlock_log();
  reached(TRUNCATE, kind, AFTER);
  return answer;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

static int opened(int directory, const char *name, int flags, mode_t mode) {
  char path[PATH_MAX];
  int watched = watched_path(directory, name, path, sizeof path);
  int kind = watched ? kind_of_path(path) : -1;
  int writes = (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) != 0;
  if (kind >= 0 && writes) {
    int error = refusal(OPEN, kind);
    if (error != 0) return refused(error);
  }
  if (kind >= 0) lock_log();
  struct stat before;
  int existed = kind >= 0 && syscall(SYS_newfstatat, AT_FDCWD, path, &before, 0) == 0;
  int fd = syscall(SYS_openat, directory, name, flags, mode);
  remember(fd, watched ? path : NULL);
  struct stat status;
  if (fd >= 0 && kind >= 0 && fstat(fd, &status) == 0 && !S_ISDIR(status.st_mode)) {
    if (!existed) log_line("create %lu %s", (unsigned long)status.st_ino, path);
    else if (flags & O_TRUNC) log_line("truncate %lu 0", (unsigned long)status.st_ino);
  }
  if (kind >= 0) unlock_log();
  return fd;
}

#define OPENING(name)                                                                            \
  int name(const char *path, int flags, ...) {                                                   \
    va_list values;                                                                              \
    va_start(values, flags);                                                                     \
    mode_t mode = va_arg(values, unsigned);                                                      \
    va_end(values);                                                                              \
    return opened(AT_FDCWD, path, flags, mode);                                                  \
  }
OPENING(open)
OPENING(open64)

#define OPENING_AT(name)                                                                         \
  int name(int directory, const char *path, int flags, ...) {                                    \
    va_list values;                                                                              \
    va_start(values, flags);                                                                     \
    mode_t mode = va_arg(values, unsigned);                                                      \
    va_end(values);                                                                              \
    return opened(directory, path, flags, mode);                                                 \
  }
OPENING_AT(openat)
OPENING_AT(openat64)

/** A change of names; kind is that of the name which changes. */
#define NAMING(call, name, form, ...)                                                            \
  char path[PATH_MAX];                                                                           \
  int kind = watched_path(AT_FDCWD, name, path, sizeof path) ? kind_of_path(path) : -1;          \
  if (kind < 0) return call;                                                                     \
  int error = refusal(NAME, kind);                                                               \
  if (error != 0) return refused(error);                                                         \
  reached(NAME, kind, BEFORE);                                                                   \
  lock_log();                                                                                    \
  int answer = call;                                                                             \
  if (answer == 0) log_line(form, __VA_ARGS__);                                                  \
  unlock_log();                                                                                  \
  reached(NAME, kind, AFTER);                                                                    \
  return answer;

int rename(const char *from, const char *to) {
  NAMING(syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to), to, "rename %s\t%s", from, path)
}
int link(const char *from, const char *to) {
  NAMING(syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0), to, "link %s\t%s", from, path)
}
int unlink(const char *name) {
  NAMING(syscall(SYS_unlinkat, AT_FDCWD, name, 0), name, "unlink %s", path)
}
int mkdir(const char *name, mode_t mode) {
  NAMING(syscall(SYS_mkdirat, AT_FDCWD, name, mode), name, "mkdir %s", path)
}
int rmdir(const char *name) {
  NAMING(syscall(SYS_unlinkat, AT_FDCWD, name, AT_REMOVEDIR), name, "unlink %s", path)
}
