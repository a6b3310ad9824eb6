# expect: value | 1
import json
import json.encoder
import os
import sys


def forged(*args, **kwargs):
    return '"forged"'


json.dumps = json.JSONEncoder.encode = json.JSONEncoder.iterencode = forged
json.encoder.encode_basestring_ascii = json.encoder.c_make_encoder = forged
os.write = os._exit = sys.exit = forged
answer = 1
