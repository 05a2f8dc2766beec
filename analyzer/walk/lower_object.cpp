#include "analyzer/walk/lower.h"

#include "clang/AST/DeclTemplate.h"

namespace touchgraph::walk {

Id Lowerer::lowerConstruct(const clang::CXXConstructExpr* expr) {
  const clang::CXXConstructorDecl* constructor = expr->getConstructor();
  if (expr->isElidable() && expr->getNumArgs() > 0) return lower(expr->getArg(0));  // before C++17

  // A copied lambda is still that lambda.
  if (constructor->getParent()->isLambda() && expr->getNumArgs() > 0) return lower(expr->getArg(0));

  std::uint8_t flags = 0;
  if (constructor->isCopyConstructor())
    flags |= kCopy;
  else if (constructor->isMoveConstructor())
    flags |= kMove;
  llvm::SmallVector<const clang::Expr*, 8> arguments(expr->arg_begin(), expr->arg_end());
  llvm::SmallVector<Id, 8> kids;
  lowerArguments(constructor, arguments, kids);
  return node(Op::Construct, kids, expr->getExprLoc(), callee(constructor), kNone, flags,
              names_.classSymbol(expr->getType()));
}

/// A list of an aggregate's members: `a` names them, in the order of the kids. Members that are only zero-filled are
/// left out.
Id Lowerer::listOf(const clang::RecordDecl* record, llvm::ArrayRef<const clang::Expr*> values,
                   clang::SourceLocation location, clang::QualType type, const clang::FieldDecl* union_field) {
  llvm::SmallVector<Id, 8> kids;
  std::string fields;
  const auto add = [&](llvm::StringRef name, const clang::Expr* value, clang::QualType target) {
    if (value == nullptr || llvm::isa<clang::ImplicitValueInitExpr>(value)) return;
    if (!kids.empty()) fields += ",";
    fields += name;
    kids.push_back(lowerBound(value, target));
  };
  if (record == nullptr) {
    for (const clang::Expr* value : values)
      if (value != nullptr) kids.push_back(lower(value));
    return node(Op::List, kids, location, kNone, kNone, 0, names_.classSymbol(type));
  }
  std::size_t next = 0;
  if (union_field != nullptr) {
    if (!values.empty()) add(union_field->getName(), values[0], union_field->getType());
  } else {
    if (const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(record))
      for (const clang::CXXBaseSpecifier& base : cxx->bases())
        if (next < values.size()) add("", values[next++], base.getType());
    for (const clang::FieldDecl* field : record->fields()) {
      if (field->isUnnamedBitField()) continue;
      if (next >= values.size()) break;
      add(field->getName(), values[next++], field->getType());
    }
  }
  return node(Op::List, kids, location, builder_.string(fields), kNone, 0, names_.classSymbol(type));
}

Id Lowerer::lowerList(const clang::InitListExpr* list) {
  if (const clang::InitListExpr* semantic = list->getSemanticForm()) list = semantic;
  const clang::QualType type = list->getType();
  const clang::SourceLocation at = list->getBeginLoc();
  if (list->isTransparent() && list->getNumInits() == 1) return lower(list->getInit(0));
  if (!type->isArrayType() && !type->isRecordType() && !type->isDependentType() && !type->isVoidType()) {
    if (list->getNumInits() == 1) return lower(list->getInit(0));
    if (list->getNumInits() == 0) return type->isPointerType() ? node(Op::Null, {}, at) : number("0", at);
  }
  if (list->isStringLiteralInit()) return lower(list->getInit(0));
  llvm::SmallVector<const clang::Expr*, 8> values;
  for (unsigned i = 0; i != list->getNumInits(); ++i) values.push_back(list->getInit(i));
  const clang::RecordDecl* record = type->isRecordType() ? type->getAsRecordDecl() : nullptr;
  return listOf(record, values, at, type, record && record->isUnion() ? list->getInitializedFieldInUnion() : nullptr);
}

Id Lowerer::lowerNew(const clang::CXXNewExpr* expr) {
  const clang::SourceLocation at = expr->getExprLoc();
  llvm::SmallVector<Id, 4> kids;
  if (expr->isArray()) {
    if (const auto size = expr->getArraySize(); size && *size) kids.push_back(lower(*size));
    if (expr->getInitializer()) kids.push_back(lower(expr->getInitializer()));
    const Id id = unknown("array made by new", kids, at);
    builder_.at(id).type = names_.classSymbol(expr->getAllocatedType());
    return id;
  }
  if (const clang::Expr* initialiser = expr->getInitializer()) {
    if (const auto* list = llvm::dyn_cast<clang::ParenListExpr>(initialiser)) {  // in the pattern of a template
      lowerChildren(list, kids);
      const Id id =
          unknown("dependent construction of '" + builder_.text(names_.typeName(expr->getAllocatedType())).str() + "'",
                  kids, at);
      builder_.at(id).type = names_.classSymbol(expr->getAllocatedType());
      return id;
    }
    return lower(initialiser);
  }
  const Id id = unknown("uninitialised object made by new", kids, at);
  builder_.at(id).type = names_.classSymbol(expr->getAllocatedType());
  return id;
}

Id Lowerer::lowerDelete(const clang::CXXDeleteExpr* expr) {
  const Id object = lower(expr->getArgument());
  const clang::QualType type = expr->getDestroyedType();
  if (!type.isNull())
    if (const clang::CXXDestructorDecl* destructor = destructorOf(type, /*is_exact=*/false)) {
      const Id call = destructorCall(destructor, object, expr->getExprLoc());
      if (destructor->isVirtual()) builder_.at(call).flags |= kVirtual;
      return call;
    }
  return unknown("delete", {object}, expr->getExprLoc());
}

/// An expression statement. A temporary that it makes and nobody takes dies at once: `Guard(db);`.
Id Lowerer::lowerDiscarded(const clang::Expr* expr) {
  const auto* cleanups = llvm::dyn_cast<clang::ExprWithCleanups>(expr);
  const clang::Expr* plain = cleanups ? cleanups->getSubExpr() : expr;
  const Id value = cleanups ? lowerFullExpression(cleanups, /*is_used=*/false) : lower(expr);
  if (!plain->isPRValue()) return value;
  const clang::CXXDestructorDecl* destructor = destructorOf(plain->getType());
  if (destructor == nullptr) return value;
  const clang::SourceLocation at = expr->getExprLoc();
  const Id slot = hiddenSlot(plain->getType(), false);
  const Id declare = node(Op::Declare, {value}, at, slot);
  const Id object = node(Op::Local, {}, at, slot, kNone, 0, scope_->locals[slot].type);
  return node(Op::Block, {declare, destructorCall(destructor, object, at)}, at);
}

/// A temporary whose destructor does something gets a name, so that the destructor can run on it when the full
/// expression ends: `Block[Declare t = value, t]`.
Id Lowerer::lowerTemporary(const clang::MaterializeTemporaryExpr* expr) {
  const Id value = lower(expr->getSubExpr());
  if (scope_ == nullptr || expr->getStorageDuration() != clang::SD_FullExpression) return value;
  const clang::CXXDestructorDecl* destructor = destructorOf(expr->getType());
  if (destructor == nullptr) return value;
  const Id slot = hiddenSlot(expr->getType(), false);
  const clang::SourceLocation at = expr->getExprLoc();
  const Id declare = node(Op::Declare, {value}, at, slot);
  const Id use = node(Op::Local, {}, at, slot, kNone, 0, names_.classSymbol(expr->getType()));
  scope_->temporaries.emplace_back(slot, destructor);
  return node(Op::Block, {declare, use}, at, kNone, kNone, 0, names_.classSymbol(expr->getType()));
}

Id Lowerer::lowerFullExpression(const clang::ExprWithCleanups* expr, bool is_used) {
  if (scope_ == nullptr) return lower(expr->getSubExpr());
  auto outer = std::exchange(scope_->temporaries, {});
  Id value = lower(expr->getSubExpr());
  const auto temporaries = std::exchange(scope_->temporaries, std::move(outer));
  if (temporaries.empty()) return value;

  const clang::SourceLocation at = expr->getExprLoc();
  std::vector<Id> kids;
  Id result = kNone;
  if (!is_used || expr->getType()->isVoidType()) {
    kids.push_back(value);
  } else {
    result = hiddenSlot(expr->getType(), expr->isLValue());
    if (expr->isLValue()) value = node(Op::AddressOf, {value}, at);
    kids.push_back(node(Op::Declare, {value}, at, result));
  }
  for (auto it = temporaries.rbegin(); it != temporaries.rend(); ++it) {
    const clang::SourceLocation end = expr->getEndLoc();
    const Id object = node(Op::Local, {}, end, it->first, kNone, 0, scope_->locals[it->first].type);
    kids.push_back(destructorCall(it->second, object, end));
  }
  if (result != kNone) kids.push_back(node(Op::Local, {}, at, result, kNone, 0, names_.classSymbol(expr->getType())));
  return node(Op::Block, kids, at, kNone, kNone, 0, names_.classSymbol(expr->getType()));
}

}  // namespace touchgraph::walk
