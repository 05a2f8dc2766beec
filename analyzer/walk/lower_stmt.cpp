#include "analyzer/walk/lower.h"

#include "clang/AST/DeclTemplate.h"

namespace touchgraph::walk {
namespace {

bool isMutableReference(clang::QualType type) {
  return type->isLValueReferenceType() && !type->getPointeeType().isConstQualified() &&
         !type->getPointeeType()->isFunctionType();
}

}  // namespace

Id Lowerer::block(llvm::ArrayRef<Id> kids, clang::SourceLocation location) {
  return node(Op::Block, kids, location);
}

Id Lowerer::lowerBlock(const clang::Stmt* stmt) {
  std::vector<Id> kids;
  if (const auto* compound = llvm::dyn_cast_or_null<clang::CompoundStmt>(stmt)) {
    for (const clang::Stmt* child : compound->body()) lowerStmt(child, kids);
  } else if (stmt != nullptr) {
    lowerStmt(stmt, kids);
  }
  return block(kids, stmt ? stmt->getBeginLoc() : clang::SourceLocation());
}

Id Lowerer::hiddenSlot(clang::QualType type, bool is_reference) {
  LocalFacts local;
  local.name = builder_.string("");
  local.type = names_.classSymbol(type);
  local.is_reference = is_reference;
  scope_->locals.push_back(local);
  return static_cast<Id>(scope_->locals.size() - 1);
}

Id Lowerer::slot(const clang::VarDecl* variable) {
  LocalFacts local;
  local.name = builder_.string(variable->getDeclName().isIdentifier() ? variable->getName() : "");
  local.type = names_.classSymbol(variable->getType());
  local.is_reference = isMutableReference(variable->getType());
  scope_->locals.push_back(local);
  const Id id = static_cast<Id>(scope_->locals.size() - 1);
  scope_->slots[variable] = id;
  return id;
}

void Lowerer::lowerStmt(const clang::Stmt* stmt, std::vector<Id>& out) {
  if (stmt == nullptr) return;
  using S = clang::Stmt;
  const clang::SourceLocation at = stmt->getBeginLoc();
  switch (stmt->getStmtClass()) {
    case S::NullStmtClass:
      return;
    case S::CompoundStmtClass:
      out.push_back(lowerBlock(stmt));
      return;
    case S::DeclStmtClass:
      for (const clang::Decl* decl : llvm::cast<clang::DeclStmt>(stmt)->decls()) {
        if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl))
          lowerDeclaration(variable, out);
        else if (const auto* tag = llvm::dyn_cast<clang::TagDecl>(decl))
          local_classes_.push_back(tag);
      }
      return;
    case S::IfStmtClass:
      lowerIf(llvm::cast<clang::IfStmt>(stmt), out);
      return;
    case S::SwitchStmtClass:
      lowerSwitch(llvm::cast<clang::SwitchStmt>(stmt), out);
      return;
    case S::ForStmtClass:
      lowerFor(llvm::cast<clang::ForStmt>(stmt), out);
      return;
    case S::CXXForRangeStmtClass:
      lowerRangeFor(llvm::cast<clang::CXXForRangeStmt>(stmt), out);
      return;
    case S::CXXTryStmtClass:
      lowerTry(llvm::cast<clang::CXXTryStmt>(stmt), out);
      return;
    case S::WhileStmtClass: {
      const auto* loop = llvm::cast<clang::WhileStmt>(stmt);
      std::vector<Id> before;
      const Id condition = lowerCondition(loop->getConditionVariable(), loop->getCond(), before);
      if (!before.empty()) {
        // `while (T x = next())`: the declaration is part of every round.
        before.push_back(condition);
        const Id each = block(before, at);
        out.push_back(node(Op::Loop, {each, lowerBlock(loop->getBody()), block({}, at)}, at));
        return;
      }
      const Id body = lowerBlock(loop->getBody());
      const Id step = block({}, at);
      out.push_back(node(Op::Loop, {condition, body, step}, at));
      return;
    }
    case S::DoStmtClass: {
      const auto* loop = llvm::cast<clang::DoStmt>(stmt);
      const Id body = lowerBlock(loop->getBody());
      const Id condition = lower(loop->getCond());
      const Id step = block({}, at);
      out.push_back(node(Op::Loop, {condition, body, step}, at, kNone, kNone, kBodyFirst));
      return;
    }
    case S::ReturnStmtClass: {
      const clang::Expr* value = llvm::cast<clang::ReturnStmt>(stmt)->getRetValue();
      if (value == nullptr)
        out.push_back(node(Op::Return, {}, at));
      else
        out.push_back(node(Op::Return, {lower(value)}, at));
      return;
    }
    case S::CoreturnStmtClass: {
      const clang::Expr* value = llvm::cast<clang::CoreturnStmt>(stmt)->getOperand();
      if (value == nullptr)
        out.push_back(node(Op::Return, {}, at));
      else
        out.push_back(node(Op::Return, {lower(value)}, at));
      return;
    }
    case S::CoroutineBodyStmtClass:
      lowerStmt(llvm::cast<clang::CoroutineBodyStmt>(stmt)->getBody(), out);
      return;
    case S::BreakStmtClass:
      out.push_back(node(Op::Break, {}, at));
      return;
    case S::ContinueStmtClass:
      out.push_back(node(Op::Continue, {}, at));
      return;
    case S::LabelStmtClass:
      lowerStmt(llvm::cast<clang::LabelStmt>(stmt)->getSubStmt(), out);
      return;
    case S::AttributedStmtClass:
      lowerStmt(llvm::cast<clang::AttributedStmt>(stmt)->getSubStmt(), out);
      return;
    // A label inside a nested block of a switch: only where control enters, not what it does.
    case S::CaseStmtClass:
    case S::DefaultStmtClass:
      lowerStmt(llvm::cast<clang::SwitchCase>(stmt)->getSubStmt(), out);
      return;
    case S::GotoStmtClass:
    case S::IndirectGotoStmtClass:
      out.push_back(unknown("goto", {}, at));
      return;
    case S::GCCAsmStmtClass:
    case S::MSAsmStmtClass: {
      llvm::SmallVector<Id, 4> kids;
      lowerChildren(stmt, kids);
      out.push_back(unknown("assembler", kids, at));
      return;
    }
    default:
      break;
  }
  if (const auto* expr = llvm::dyn_cast<clang::Expr>(stmt)) {
    const Id value = lowerDiscarded(expr);
    switch (builder_.at(value).op) {
      // Nothing happens when these stand alone.
      case Op::Text:
      case Op::Number:
      case Op::Null:
      case Op::Local:
      case Op::Param:
      case Op::Capture:
      case Op::This:
      case Op::Global:
      case Op::FunctionRef:
        return;
      default:
        out.push_back(value);
        return;
    }
  }
  llvm::SmallVector<Id, 4> kids;
  for (const clang::Stmt* child : stmt->children()) {
    std::vector<Id> inner;
    lowerStmt(child, inner);
    kids.append(inner.begin(), inner.end());
  }
  out.push_back(unknown(stmt->getStmtClassName(), kids, at));
}

void Lowerer::lowerDeclaration(const clang::VarDecl* variable, std::vector<Id>& out) {
  const clang::SourceLocation at = variable->getLocation();
  if (variable->isStaticLocal()) return lowerStaticLocal(variable, out);
  if (variable->hasExternalStorage()) return;  // `extern int x;` in a body

  const clang::Expr* init = variable->getInit();
  llvm::SmallVector<Id, 1> kids;
  if (init != nullptr) {
    const auto known = lowerConstantText(variable, at);
    kids.push_back(known ? *known : lowerBound(init, variable->getType()));
  }
  const Id declared = slot(variable);
  out.push_back(node(Op::Declare, kids, at, declared));

  // A const or rvalue reference keeps the temporary it is bound to alive until the end of the block.
  clang::QualType owned = variable->getType();
  if (owned->isReferenceType()) {
    const auto* temporary =
        init ? llvm::dyn_cast<clang::MaterializeTemporaryExpr>(init->IgnoreUnlessSpelledInSource()) : nullptr;
    if (temporary == nullptr && init != nullptr)
      if (const auto* cleanups = llvm::dyn_cast<clang::ExprWithCleanups>(init))
        temporary = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(cleanups->getSubExpr());
    if (temporary == nullptr) return;
    owned = temporary->getType();
  }
  const auto place = [&] { return node(Op::Local, {}, at, declared, kNone, 0, scope_->locals[declared].type); };
  scheduleDestruction(variable, owned, place, at, out);
}

/// `if (T x = f())`, `while (auto* p = next())`: the declaration goes before, the condition reads the variable.
Id Lowerer::lowerCondition(const clang::VarDecl* variable, const clang::Expr* condition, std::vector<Id>& out) {
  if (variable != nullptr) lowerDeclaration(variable, out);
  return condition ? lower(condition) : block({}, variable ? variable->getLocation() : clang::SourceLocation());
}

void Lowerer::lowerIf(const clang::IfStmt* stmt, std::vector<Id>& out) {
  const clang::SourceLocation at = stmt->getIfLoc();
  std::vector<Id> kids;
  if (stmt->getInit() != nullptr) lowerStmt(stmt->getInit(), kids);
  if (stmt->isConsteval()) {
    // What runs at run time.
    lowerStmt(stmt->isNegatedConsteval() ? stmt->getThen() : stmt->getElse(), kids);
  } else {
    std::optional<std::optional<const clang::Stmt*>> taken;
    if (stmt->isConstexpr() && !stmt->getCond()->isValueDependent())
      if (const auto branch = stmt->getNondiscardedCase(context_)) taken = std::optional<const clang::Stmt*>(*branch);
    if (taken) {
      lowerStmt(**taken, kids);
    } else {
      const Id condition = lowerCondition(stmt->getConditionVariable(), stmt->getCond(), kids);
      const Id yes = lowerBlock(stmt->getThen());
      const Id no = lowerBlock(stmt->getElse());
      kids.push_back(node(Op::If, {condition, yes, no}, at));
    }
  }
  if (kids.size() > 1)
    out.push_back(block(kids, at));
  else
    out.insert(out.end(), kids.begin(), kids.end());
}

/// Whether control never leaves the end of this statement.
bool Lowerer::endsRun(Id id) const {
  const Node& n = builder_.facts.nodes[id];
  const llvm::ArrayRef<Id> kids = builder_.kidsOf(id);
  switch (n.op) {
    case Op::Break:
    case Op::Continue:
    case Op::Return:
    case Op::Throw:
      return true;
    case Op::Unknown:
      return builder_.text(n.a) == "goto";
    case Op::Block: {
      for (const Id kid : llvm::reverse(kids))
        if (builder_.facts.nodes[kid].op != Op::ScopeExit) return endsRun(kid);
      return false;
    }
    case Op::If:
      return endsRun(kids[1]) && endsRun(kids[2]);
    default:
      return false;
  }
}

void Lowerer::lowerSwitch(const clang::SwitchStmt* stmt, std::vector<Id>& out) {
  const clang::SourceLocation at = stmt->getSwitchLoc();
  std::vector<Id> before;
  if (stmt->getInit() != nullptr) lowerStmt(stmt->getInit(), before);
  const Id condition = lowerCondition(stmt->getConditionVariable(), stmt->getCond(), before);

  struct Group {
    clang::SourceLocation location;
    std::vector<Id> labels, body;
  };
  std::vector<Group> groups;
  const auto addLabels = [&](const clang::Stmt* child) {
    Group group;
    group.location = child->getBeginLoc();
    while (const auto* label = llvm::dyn_cast_or_null<clang::SwitchCase>(child)) {
      if (const auto* one = llvm::dyn_cast<clang::CaseStmt>(label)) {
        if (one->getRHS() != nullptr) {
          const Id low = lower(one->getLHS());
          const Id high = lower(one->getRHS());
          group.labels.push_back(unknown("range of cases", {low, high}, label->getKeywordLoc()));
        } else {
          group.labels.push_back(lower(one->getLHS()));
        }
      } else {
        group.labels.push_back(unknown("default", {}, label->getKeywordLoc()));
      }
      child = label->getSubStmt();
    }
    groups.push_back(std::move(group));
    return child;
  };
  const auto addStatement = [&](const clang::Stmt* child) {
    if (llvm::isa<clang::SwitchCase>(child)) child = addLabels(child);
    if (!groups.empty()) {
      lowerStmt(child, groups.back().body);
    } else {
      std::vector<Id> unreachable;  // declares names that the cases use
      lowerStmt(child, unreachable);
    }
  };
  if (const auto* body = llvm::dyn_cast<clang::CompoundStmt>(stmt->getBody())) {
    for (const clang::Stmt* child : body->body()) addStatement(child);
  } else {
    addStatement(stmt->getBody());
  }

  std::vector<Id> kids = {condition};
  for (std::size_t i = 0; i != groups.size(); ++i) {
    Group& group = groups[i];
    bool ends = false;
    for (const Id id : group.body) ends = ends || endsRun(id);
    std::vector<Id> parts = group.labels;
    parts.insert(parts.end(), group.body.begin(), group.body.end());
    const bool falls = !ends && i + 1 != groups.size();
    kids.push_back(
        node(Op::Case, parts, group.location, static_cast<Id>(group.labels.size()), kNone, falls ? kFallsThrough : 0));
  }
  before.push_back(node(Op::Switch, kids, at));
  if (before.size() > 1)
    out.push_back(block(before, at));
  else
    out.push_back(before.front());
}

void Lowerer::lowerFor(const clang::ForStmt* stmt, std::vector<Id>& out) {
  const clang::SourceLocation at = stmt->getForLoc();
  std::vector<Id> kids;
  if (stmt->getInit() != nullptr) lowerStmt(stmt->getInit(), kids);
  std::vector<Id> before;
  Id condition = lowerCondition(stmt->getConditionVariable(), stmt->getCond(), before);
  if (!before.empty()) {
    before.push_back(condition);
    condition = block(before, at);
  }
  const Id body = lowerBlock(stmt->getBody());
  const Id step = stmt->getInc() ? lower(stmt->getInc()) : block({}, at);
  kids.push_back(node(Op::Loop, {condition, body, step}, at));
  if (kids.size() > 1)
    out.push_back(block(kids, at));
  else
    out.push_back(kids.front());
}

void Lowerer::lowerRangeFor(const clang::CXXForRangeStmt* stmt, std::vector<Id>& out) {
  const clang::SourceLocation at = stmt->getForLoc();
  std::vector<Id> kids;
  if (stmt->getInit() != nullptr) lowerStmt(stmt->getInit(), kids);
  const Id range = lower(stmt->getRangeInit());
  const Id element = slot(stmt->getLoopVariable());
  const Id body = lowerBlock(stmt->getBody());
  kids.push_back(node(Op::ForEach, {range, body}, at, element));
  if (kids.size() > 1)
    out.push_back(block(kids, at));
  else
    out.push_back(kids.front());
}

void Lowerer::lowerTry(const clang::CXXTryStmt* stmt, std::vector<Id>& out) {
  const clang::SourceLocation at = stmt->getTryLoc();
  std::vector<Id> kids = {lowerBlock(stmt->getTryBlock())};
  for (unsigned i = 0; i != stmt->getNumHandlers(); ++i) {
    const clang::CXXCatchStmt* handler = stmt->getHandler(i);
    std::vector<Id> parts;
    if (const clang::VarDecl* caught = handler->getExceptionDecl(); caught != nullptr)
      parts.push_back(node(Op::Declare, {}, caught->getLocation(), slot(caught)));
    if (const auto* body = llvm::dyn_cast<clang::CompoundStmt>(handler->getHandlerBlock()))
      for (const clang::Stmt* child : body->body()) lowerStmt(child, parts);
    kids.push_back(block(parts, handler->getCatchLoc()));
  }
  out.push_back(node(Op::Try, kids, at));
}

}  // namespace touchgraph::walk
