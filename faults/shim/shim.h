// What the parts of the shim know of each other. The shim is preloaded into `nightsweep` and stands
// between it and the C library, for files below one directory only: it counts, kills, refuses, or
// writes down what would reach the disk. It decides nothing by itself; the environment tells it.

#ifndef FAULTS_SHIM_H
#define FAULTS_SHIM_H

#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>

/** What is done to a file. The order is that of the table of counts, which shim.mjs reads. */
enum operation { WRITE, SYNC, NAME, TRUNCATE, OPEN, OPERATIONS };

/** What kind of file it is. The order is that of the table of counts. */
enum kind { DATABASE, WAL, CHECKPOINT, DIRECTORY, OTHER, KINDS };

enum moment { BEFORE, AFTER };

/** -1: not of interest, such as SQLite's shared index, which is no file on a disk that matters. */
int kind_of_path(const char *path);
/** The absolute path of a name, in `out`; 0 where it is not below the watched directory. */
int watched_path(int directory, const char *name, char *out, size_t size);

/** A file was opened under this path, or (NULL) one that is of no interest. */
void remember(int fd, const char *path);
/** The kind of the file behind a descriptor, or -1; its numbers in `status`. */
int kind_of_descriptor(int fd, struct stat *status);
/** The path under which it was opened. */
const char *path_of_descriptor(int fd);

/** 0, or the errno with which the operation is to fail. */
int refusal(enum operation operation, int kind);
/** Counts it, and kills the process if its time has come. */
void reached(enum operation operation, int kind, enum moment moment);
/** Whether this write, which is the next one, is to be cut in its middle, with the process. */
int is_cut(int kind);
void die(void);

/** Whether everything is written down; then all operations are one after the other, under a lock. */
int is_logging(void);
void lock_log(void);
void unlock_log(void);
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_write(ino_t inode, off_t offset, const struct iovec *parts, int count);
/** A line of the driver's: what it has been promised from here on. */
int is_promise(int fd);
void log_promise(const struct iovec *parts, int count);

#endif
