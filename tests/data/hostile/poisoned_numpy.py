# expect: value | 1
import numpy as np

np.sum = np.ones = np.float64 = None
np.seterr(all="raise")
np.random.seed = lambda *_: 1 / 0
answer = 1
