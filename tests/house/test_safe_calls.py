"""Nothing is run or asked that was put together from text."""

from __future__ import annotations

import ast

from tests.house.source import modules

EVALUATING = {
    *("eval", "exec", "compile", "os.system", "os.popen", "pickle.load", "pickle.loads"),
    *("marshal.load", "marshal.loads", "yaml.load", "subprocess.getoutput"),
}
SQL = {"text", "db.text", "sa.text", "sqlalchemy.text", "literal_column"}
# Fills texts of its own with texts of its own: the same question for either order of results.
OF_ITS_OWN = {"reading/search_sql.py"}
PUT_TOGETHER = ast.JoinedStr | ast.BinOp | ast.Call


def calls():
    """Every call below webapp/, with the module it stands in."""
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call):
                yield module, node


def test_no_shell_is_started_and_nothing_evaluated():
    for module, call in calls():
        assert ast.unparse(call.func) not in EVALUATING, module.name
        assert not [k for k in call.keywords if k.arg == "shell"], module.name


def test_no_statement_is_put_together_from_text():
    """What SQLAlchemy does not write itself is one fixed text, with parameters."""
    for module, call in calls():
        if ast.unparse(call.func) in SQL and call.args and module.name not in OF_ITS_OWN:
            assert not isinstance(call.args[0], PUT_TOGETHER), f"{module.name}: {ast.unparse(call)}"
