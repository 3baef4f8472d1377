# What `import cnskg` offers, for type checkers and editors; __init__.py imports it when it is asked for.
from .api.entities import Claim as Claim
from .api.entities import Entity as Entity
from .api.entities import Fact as Fact
from .api.entities import Passage as Passage
from .api.entities import Proposition as Proposition
from .api.entities import Stance as Stance
from .api.explained import Explained as Explained
from .api.graph import KnowledgeGraph as KnowledgeGraph
from .api.naming import AmbiguousName as AmbiguousName
from .api.naming import Match as Match
from .api.naming import UnknownName as UnknownName
from .api.opening import open as open
from .api.table import Table as Table
from .api.values import PartialDate as PartialDate
from .api.values import Text as Text
from .errors import CnskgError as CnskgError

__version__: str
