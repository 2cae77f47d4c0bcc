"""A private PostgreSQL: in a temporary folder, on a socket only, gone at the end."""

import glob
import os
import pwd
import shutil
import subprocess
import tempfile
import time

SETTINGS = {
    "listen_addresses": "''",
    "shared_buffers": "1GB",
    "work_mem": "512MB",
    "maintenance_work_mem": "1GB",
    "effective_cache_size": "8GB",
    "random_page_cost": "1.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_wal_size": "8GB",
    "max_connections": "10",
    "jit": "off",
}
DONE = "-- done --"


class Failed(Exception):
    """What the peer said when it gave up."""


def programs():
    """The folder of the newest server programs, or None."""
    folders = [f for f in glob.glob("/usr/lib/postgresql/*/bin") if os.path.exists(f + "/initdb")]
    return max(folders, key=lambda f: int(f.split("/")[4])) if folders else None


def has_extension(name):
    folder = programs()
    if not folder:
        return False
    version = folder.split("/")[4]
    return os.path.exists("/usr/share/postgresql/%s/extension/%s.control" % (version, name))


class Cluster:
    """Servers do not run as root: then the account `postgres` runs this one."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="whitespot-bench-pg-")
        self.data = self.folder + "/data"
        self.account = []
        self.client = None
        self.log = open(self.folder + "/log", "wb")
        if os.getuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.account = ["runuser", "-u", "postgres", "--"]
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def _run(self, program, *words):
        done = subprocess.run(self.account + [programs() + "/" + program] + list(words),
                              cwd=self.folder, stdin=subprocess.DEVNULL,
                              stdout=self.log, stderr=self.log)
        if done.returncode:
            with open(self.log.name, errors="replace") as log:
                raise Failed("%s: %s" % (program, log.read()[-300:].strip()))

    def _start(self):
        self._run("initdb", "-D", self.data, "-U", "bench", "-A", "trust", "-N",
                  "-E", "UTF8", "--locale=C")
        # Socket paths are short; the folder of the cluster is.
        words = ["-c unix_socket_directories=" + self.folder]
        words += ["-c %s=%s" % pair for pair in SETTINGS.items()]
        self._run("pg_ctl", "-D", self.data, "-w", "-l", self.folder + "/data/server.log",
                  "-o", " ".join(words), "start")
        self._connect("postgres")
        self.ask("CREATE DATABASE bench;")
        self._hang_up()
        self._connect("bench")

    def _connect(self, database):
        self.client = subprocess.Popen(
            [programs() + "/psql", "-h", self.folder, "-U", "bench", "-d", database,
             "-qAtX", "-F", "\t", "-v", "ON_ERROR_STOP=1"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            universal_newlines=True, bufsize=1, env=dict(os.environ, PGOPTIONS=""))

    def _hang_up(self):
        if self.client:
            self.client.stdin.close()
            self.client.wait()
            self.client = None

    def ask(self, sql):
        """Rows of one or more statements, as lists of texts."""
        if not self.client:
            self._connect("bench")
        end = "" if sql.startswith("\\") or sql.endswith(";") else ";"
        self.client.stdin.write(sql + end + "\n\\echo %s\n" % DONE)
        self.client.stdin.flush()
        rows = []
        for line in self.client.stdout:
            line = line.rstrip("\n")
            if line == DONE:
                return rows
            rows.append(line.split("\t"))
        self._hang_up()
        raise Failed("; ".join("\t".join(row) for row in rows[-2:])[:200])

    def time(self, sql):
        start = time.monotonic()
        rows = self.ask(sql)
        return time.monotonic() - start, rows

    def limit(self, seconds):
        """A statement that takes longer is given up."""
        self.ask("SET statement_timeout = '%ds';" % seconds)

    def load(self, table, path):
        self.ask("\\copy %s FROM '%s' WITH (FORMAT csv)" % (table, path))

    def version(self, extension):
        return self.ask("SELECT extversion FROM pg_extension WHERE extname = '%s';"
                        % extension)[0][0]

    def close(self):
        self._hang_up()
        if os.path.exists(self.data + "/postmaster.pid"):
            try:
                self._run("pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop")
            except Failed:
                pass
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
