# expect: bad-value | answer is infinite
import numpy as np

answer = [1.0, -np.inf]
