# expect[bubblewrap]: exception | Read-only file system
import pathlib

import quizcv

pathlib.Path(quizcv.__file__).with_name("planted.py").write_text("planted")
answer = 1
