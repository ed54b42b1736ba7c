# A terminal of its own for the command in its words, until the input of this script is closed: then the
# terminal is gone at once, as when a connection drops. Ends as the command ends.
import os
import pty
import select
import sys

pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
while True:
    ready, _, _ = select.select([terminal, 0], [], [])
    if 0 in ready:
        break
    try:
        os.read(terminal, 65536)
    except OSError:
        break
os.close(terminal)
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status) & 255)
