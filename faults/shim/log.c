// The log from which a disk's images after a power cut are rebuilt (FAULTS_LOG): every change of a file
// or a name, every sync, and every promise that the driver was given (lines of the file FAULTS_PROMISES),
// in one order that is the true one, because everything happens under one lock.

#define _GNU_SOURCE
#include "shim.h"
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int log_fd = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void open_log(void) {
  const char *file = getenv("FAULTS_LOG");
  if (file == NULL) return;
  log_fd = syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
}

int is_logging(void) { return log_fd >= 0; }
void lock_log(void) {
  if (log_fd >= 0) pthread_mutex_lock(&lock);
}
void unlock_log(void) {
  if (log_fd >= 0) pthread_mutex_unlock(&lock);
}

static void put(const void *bytes, size_t length) {
  const char *at = bytes;
  while (length > 0) {
    ssize_t written = syscall(SYS_write, log_fd, at, length);
    if (written <= 0) abort();
    at += written;
    length -= written;
  }
}

void log_line(const char *format, ...) {
  if (log_fd < 0) return;
  char line[8192];
  va_list values;
  va_start(values, format);
  int length = vsnprintf(line, sizeof line - 1, format, values);
  va_end(values);
  line[length++] = '\n';
  put(line, length);
}

static size_t length_of(const struct iovec *parts, int count) {
  size_t length = 0;
  for (int i = 0; i < count; i++) length += parts[i].iov_len;
  return length;
}

void log_write(ino_t inode, off_t offset, const struct iovec *parts, int count) {
  log_line("write %lu %ld %zu", (unsigned long)inode, (long)offset, length_of(parts, count));
  for (int i = 0; i < count; i++) put(parts[i].iov_base, parts[i].iov_len);
}

int is_promise(int fd) {
  static const char *file = NULL;
  if (log_fd < 0) return 0;
  if (file == NULL) file = getenv("FAULTS_PROMISES");
  struct stat promised, found;
  return file != NULL && stat(file, &promised) == 0 && fstat(fd, &found) == 0 &&
         promised.st_ino == found.st_ino && promised.st_dev == found.st_dev;
}

void log_promise(const struct iovec *parts, int count) {
  log_line("promise %zu", length_of(parts, count));
  for (int i = 0; i < count; i++) put(parts[i].iov_base, parts[i].iov_len);
}
