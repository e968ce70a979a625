#!/usr/bin/env python3
"""Reads the tree itself: the arrows between the layers, and what may stand where.

    layers.py ROOT          checks the tree
    layers.py --self-test   plants one error of each kind in a copy of a small tree and sees it found
"""
import pathlib
import re
import sys
import tempfile

INCLUDE = re.compile(r'^\s*#\s*include\s*["<]([^">]+)[">]', re.M)
CHINESE = re.compile(r"[\u3400-\u9fff]")
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
PLATFORMS = ("wecom", "wechat", "feishu", "dingtalk", "telegram")
# Files that list all platforms, or check codes that the contracts name.
NAMES_PLATFORMS = ("bot/channels/", "bot/config/", "bot/doctor/", "domain/people/roster.cpp", "bot/commands/doctor.cpp")


def without_comments(text):
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    return re.sub(r"//[^\n]*", "", text)


def faults(root):
    found = []
    for path in sorted(p for layer in ("domain", "handlers", "bot") for p in (root / layer).rglob("*")
                       if p.suffix in (".cpp", ".hpp")):
        name = path.relative_to(root).as_posix()
        text = path.read_text(encoding="utf-8")
        code = without_comments(text)
        layer = name.split("/")[0]
        for include in INCLUDE.findall(text):
            top = include.split("/")[0]
            if layer == "domain" and top in ("handlers", "bot"):
                found.append("%s includes %s: domain knows neither conversations nor the process" % (name, include))
            if layer == "handlers" and top == "bot":
                found.append("%s includes %s: a conversation knows nothing of the process" % (name, include))
            if (include.startswith("boost/beast") or include.startswith("boost/asio") or top == "cpprest") \
                    and not name.startswith("bot/http/"):
                found.append("%s includes %s: the network stays in bot/http" % (name, include))
            if top in ("SQLiteCpp", "sqlite3.h") and not name.startswith("domain/store/") and not name.endswith("version.cpp"):
                found.append("%s includes %s: SQLite stays in domain/store" % (name, include))
            if name.endswith(".hpp") and include in ("nlohmann/json.hpp", "spdlog/spdlog.h", "toml++/toml.h"):
                found.append("%s includes %s: heavy headers stay out of headers" % (name, include))
        for string in STRING.findall(code):
            if CHINESE.search(string):
                found.append("%s has words in C++: %s" % (name, string))
            if not name.startswith(NAMES_PLATFORMS):
                for platform in PLATFORMS:
                    if platform in string:
                        found.append("%s names a platform: %s" % (name, string))
    return found


def self_test():
    planted = {
        "domain/a.cpp": '#include "handlers/b.hpp"\n',
        "handlers/b.cpp": '#include "bot/c.hpp"\n',
        "bot/c.cpp": '#include <boost/beast/core.hpp>\n',
        "bot/d.cpp": '#include <SQLiteCpp/Database.h>\n',
        "bot/e.hpp": '#include <nlohmann/json.hpp>\n',
        "handlers/f.cpp": 'const char* word = "午饭";\n',
        "handlers/g.cpp": 'const char* name = "wecom";\n',
    }
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in planted.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        found = faults(root)
    missed = [name for name in planted if not any(fault.startswith(name) for fault in found)]
    return ["a planted error was not found in " + name for name in missed]


def main():
    found = self_test() if sys.argv[1:] == ["--self-test"] else faults(pathlib.Path(sys.argv[1]))
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
