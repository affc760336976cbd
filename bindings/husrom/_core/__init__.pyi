from husrom._core import decide as decide
from husrom._core import io as io
from husrom._core import matching as matching
from husrom._core import matching_dense as matching_dense
from husrom._core import model as model
from husrom._core import plan as plan
from husrom._core import rules as rules
from husrom._core import scenario as scenario
from husrom._core import solve as solve

__version__: str
