from husrom._core import io as io
from husrom._core import model as model
from husrom._core import plan as plan
from husrom._core import rules as rules
from husrom._core import scenario as scenario

__version__: str
