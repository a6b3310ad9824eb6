# expect: exited
# Python itself no longer works in this child.
import builtins

builtins.isinstance = builtins.len = builtins.max = builtins.__build_class__ = None
builtins.str = builtins.type = builtins.Exception = None
answer = 1
