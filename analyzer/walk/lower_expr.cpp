#include "analyzer/walk/lower.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprConcepts.h"
#include "clang/Lex/Lexer.h"

namespace touchgraph::walk {
Id Lowerer::unknown(const std::string& reason, llvm::ArrayRef<Id> kids, clang::SourceLocation location) {
  return node(Op::Unknown, kids, location, builder_.string(reason));
}

Id Lowerer::lowerUsedAt(const clang::Expr* expr, clang::SourceLocation location) {
  const clang::SourceLocation outer = used_at_;
  if (outer.isInvalid()) used_at_ = location;
  const Id id = lower(expr);
  used_at_ = outer;
  return id;
}

void Lowerer::lowerChildren(const clang::Stmt* stmt, llvm::SmallVectorImpl<Id>& out) {
  for (const clang::Stmt* child : stmt->children())
    if (const auto* expr = llvm::dyn_cast_or_null<clang::Expr>(child)) out.push_back(lower(expr));
}

Id Lowerer::lower(const clang::Expr* expr) {
  using S = clang::Stmt;
  const clang::SourceLocation at = expr->getExprLoc();
  switch (expr->getStmtClass()) {
    // Written or made by the compiler, without a meaning of their own.
    case S::ParenExprClass:
      return lower(llvm::cast<clang::ParenExpr>(expr)->getSubExpr());
    case S::CXXBindTemporaryExprClass:
      return lower(llvm::cast<clang::CXXBindTemporaryExpr>(expr)->getSubExpr());
    case S::SubstNonTypeTemplateParmExprClass:
      return lower(llvm::cast<clang::SubstNonTypeTemplateParmExpr>(expr)->getReplacement());
    case S::CXXDefaultArgExprClass: {
      const auto* argument = llvm::cast<clang::CXXDefaultArgExpr>(expr);
      return lowerUsedAt(argument->getExpr(), argument->getUsedLocation());
    }
    case S::CXXDefaultInitExprClass: {
      const clang::Expr* value = llvm::cast<clang::CXXDefaultInitExpr>(expr)->getExpr();
      const clang::SourceLocation used = llvm::cast<clang::CXXDefaultInitExpr>(expr)->getUsedLocation();
      return value ? lowerUsedAt(value, used) : unknown("default initialiser that was not instantiated", {}, at);
    }
    case S::CXXStdInitializerListExprClass:
      return lower(llvm::cast<clang::CXXStdInitializerListExpr>(expr)->getSubExpr());
    case S::OpaqueValueExprClass: {
      const clang::Expr* source = llvm::cast<clang::OpaqueValueExpr>(expr)->getSourceExpr();
      return source ? lower(source) : unknown("opaque value", {}, at);
    }
    case S::PseudoObjectExprClass: {
      const clang::Expr* result = llvm::cast<clang::PseudoObjectExpr>(expr)->getResultExpr();
      return lower(result ? result : llvm::cast<clang::PseudoObjectExpr>(expr)->getSyntacticForm());
    }
    case S::ConstantExprClass:
      if (const auto constant = lowerConstantExpr(expr)) return *constant;
      return lower(llvm::cast<clang::ConstantExpr>(expr)->getSubExpr());
    case S::ExprWithCleanupsClass:
      return lowerFullExpression(llvm::cast<clang::ExprWithCleanups>(expr), true);
    case S::MaterializeTemporaryExprClass:
      return lowerTemporary(llvm::cast<clang::MaterializeTemporaryExpr>(expr));
    case S::CompoundLiteralExprClass:
      return lower(llvm::cast<clang::CompoundLiteralExpr>(expr)->getInitializer());
    case S::ChooseExprClass:
      return lower(llvm::cast<clang::ChooseExpr>(expr)->getChosenSubExpr());
    case S::ArrayInitLoopExprClass:
      return lower(llvm::cast<clang::ArrayInitLoopExpr>(expr)->getCommonExpr());
    case S::CXXRewrittenBinaryOperatorClass:
      return lower(llvm::cast<clang::CXXRewrittenBinaryOperator>(expr)->getSemanticForm());
    case S::PackIndexingExprClass: {
      const auto* pack = llvm::cast<clang::PackIndexingExpr>(expr);
      if (pack->isInstantiationDependent()) break;
      return lower(pack->getSelectedExpr());
    }
    case S::GenericSelectionExprClass: {
      const auto* selection = llvm::cast<clang::GenericSelectionExpr>(expr);
      if (selection->isResultDependent()) break;
      return lower(selection->getResultExpr());
    }
    case S::StmtExprClass:
      return lowerBlock(llvm::cast<clang::StmtExpr>(expr)->getSubStmt());
    case S::CoawaitExprClass:
      return lower(llvm::cast<clang::CoawaitExpr>(expr)->getOperand());
    case S::CoyieldExprClass: {
      // The operand is already wrapped in a call of the promise.
      const clang::Expr* operand = llvm::cast<clang::CoyieldExpr>(expr)->getOperand();
      const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(operand->IgnoreImplicit());
      return lower(call != nullptr && call->getNumArgs() == 1 ? call->getArg(0) : operand);
    }
    case S::DependentCoawaitExprClass:
      return lower(llvm::cast<clang::DependentCoawaitExpr>(expr)->getOperand());

    // Constants.
    case S::IntegerLiteralClass:
    case S::FixedPointLiteralClass:
    case S::FloatingLiteralClass:
    case S::CharacterLiteralClass:
    case S::CXXBoolLiteralExprClass:
    case S::StringLiteralClass:
    case S::PredefinedExprClass:
    case S::UnaryExprOrTypeTraitExprClass:
    case S::SizeOfPackExprClass:
    case S::OffsetOfExprClass:
    case S::TypeTraitExprClass:
    case S::ArrayTypeTraitExprClass:
    case S::ExpressionTraitExprClass:
    case S::CXXNoexceptExprClass:
    case S::RequiresExprClass:
    case S::ConceptSpecializationExprClass: {
      if (const auto constant = lowerConstantExpr(expr)) return *constant;
      return unknown("constant that depends on a template parameter", {}, at);
    }
    case S::CXXNullPtrLiteralExprClass:
    case S::GNUNullExprClass:
      return node(Op::Null, {}, at);
    case S::ImplicitValueInitExprClass:
    case S::CXXScalarValueInitExprClass:
      if (expr->getType()->isPointerType()) return node(Op::Null, {}, at);
      if (expr->getType()->isScalarType()) return number("0", at);
      return node(Op::List, {}, at, kNone, kNone, 0, names_.classSymbol(expr->getType()));

    // Names and members.
    case S::DeclRefExprClass:
      return lowerName(llvm::cast<clang::DeclRefExpr>(expr));
    case S::CXXThisExprClass:
      return lowerThis(at);
    case S::MemberExprClass:
      return lowerMember(llvm::cast<clang::MemberExpr>(expr));
    case S::ArraySubscriptExprClass: {
      const auto* subscript = llvm::cast<clang::ArraySubscriptExpr>(expr);
      const Id base = lower(subscript->getBase());
      const Id index = lower(subscript->getIdx());
      return node(Op::Index, {base, index}, at, kNone, kNone, 0, names_.classSymbol(expr->getType()));
    }

    // Operators.
    case S::UnaryOperatorClass:
      return lowerUnary(llvm::cast<clang::UnaryOperator>(expr));
    case S::BinaryOperatorClass:
    case S::CompoundAssignOperatorClass:
      return lowerBinary(llvm::cast<clang::BinaryOperator>(expr));
    case S::ConditionalOperatorClass: {
      const auto* choice = llvm::cast<clang::ConditionalOperator>(expr);
      const Id condition = lower(choice->getCond());
      const Id yes = lower(choice->getTrueExpr());
      const Id no = lower(choice->getFalseExpr());
      return node(Op::Choice, {condition, yes, no}, at, kNone, kNone, 0, names_.classSymbol(expr->getType()));
    }
    case S::BinaryConditionalOperatorClass: {
      const auto* choice = llvm::cast<clang::BinaryConditionalOperator>(expr);
      const Id condition = lower(choice->getCommon());
      const Id yes = lower(choice->getCommon());
      const Id no = lower(choice->getFalseExpr());
      return node(Op::Choice, {condition, yes, no}, at, kNone, kNone, 0, names_.classSymbol(expr->getType()));
    }

    // Calls and objects.
    case S::CallExprClass:
    case S::UserDefinedLiteralClass:
    case S::CUDAKernelCallExprClass:
      return lowerCall(llvm::cast<clang::CallExpr>(expr));
    case S::CXXMemberCallExprClass:
      return lowerMemberCall(llvm::cast<clang::CXXMemberCallExpr>(expr));
    case S::CXXOperatorCallExprClass:
      return lowerOperatorCall(llvm::cast<clang::CXXOperatorCallExpr>(expr));
    case S::CXXConstructExprClass:
    case S::CXXTemporaryObjectExprClass:
      return lowerConstruct(llvm::cast<clang::CXXConstructExpr>(expr));
    case S::CXXInheritedCtorInitExprClass:
      return unknown("inherited constructor", {}, at);
    case S::InitListExprClass:
      return lowerList(llvm::cast<clang::InitListExpr>(expr));
    case S::CXXParenListInitExprClass: {
      const auto* list = llvm::cast<clang::CXXParenListInitExpr>(expr);
      llvm::SmallVector<const clang::Expr*, 8> values(list->getInitExprs().begin(), list->getInitExprs().end());
      return listOf(expr->getType()->getAsRecordDecl(), values, at, expr->getType(),
                    list->getInitializedFieldInUnion());
    }
    case S::CXXNewExprClass:
      return lowerNew(llvm::cast<clang::CXXNewExpr>(expr));
    case S::CXXDeleteExprClass:
      return lowerDelete(llvm::cast<clang::CXXDeleteExpr>(expr));
    case S::LambdaExprClass:
      return lowerLambda(llvm::cast<clang::LambdaExpr>(expr));
    case S::CXXThrowExprClass: {
      const clang::Expr* value = llvm::cast<clang::CXXThrowExpr>(expr)->getSubExpr();
      if (value == nullptr) return node(Op::Throw, {}, at);
      const Id kid = lower(value);
      return node(Op::Throw, {kid}, at);
    }
    default:
      break;
  }
  if (const auto* cast = llvm::dyn_cast<clang::CastExpr>(expr)) return lowerCast(cast);
  return lowerOther(expr);
}

/// Everything that only occurs in the pattern of a template, after an error, or too rarely to have a lowering.
Id Lowerer::lowerOther(const clang::Expr* expr) {
  const clang::SourceLocation at = expr->getExprLoc();
  llvm::SmallVector<Id, 4> kids;
  if (const auto* member = llvm::dyn_cast<clang::CXXDependentScopeMemberExpr>(expr)) {
    if (!member->isImplicitAccess()) kids.push_back(lower(member->getBase()));
    return unknown("dependent member '" + member->getMember().getAsString() + "'", kids, at);
  }
  if (const auto* member = llvm::dyn_cast<clang::UnresolvedMemberExpr>(expr)) {
    if (!member->isImplicitAccess()) kids.push_back(lower(member->getBase()));
    return unknown("dependent member '" + member->getMemberName().getAsString() + "'", kids, at);
  }
  if (const auto* lookup = llvm::dyn_cast<clang::UnresolvedLookupExpr>(expr))
    return unknown("dependent name '" + lookup->getName().getAsString() + "'", kids, at);
  if (const auto* name = llvm::dyn_cast<clang::DependentScopeDeclRefExpr>(expr))
    return unknown("dependent name '" + name->getDeclName().getAsString() + "'", kids, at);
  if (const auto* construct = llvm::dyn_cast<clang::CXXUnresolvedConstructExpr>(expr)) {
    lowerChildren(expr, kids);
    const Id type = names_.classSymbol(construct->getTypeAsWritten());
    const Id id = unknown(
        "dependent construction of '" + builder_.text(names_.typeName(construct->getTypeAsWritten())).str() + "'", kids,
        at);
    builder_.at(id).type = type;
    return id;
  }
  if (const auto* list = llvm::dyn_cast<clang::ParenListExpr>(expr)) {
    if (list->getNumExprs() == 1) return lower(list->getExpr(0));
    lowerChildren(expr, kids);
    return unknown("dependent construction", kids, at);
  }
  if (const auto* recovery = llvm::dyn_cast<clang::RecoveryExpr>(expr)) {
    lowerRecovered(recovery, kids);
    const std::string written = recoveredText(recovery);
    const bool is_call = !written.empty() && written.back() == '(';
    return unknown((is_call ? "unresolved call to '" + written.substr(0, written.size() - 1)
                            : "unresolved expression '" + written) +
                       "'",
                   kids, at);
  }
  if (llvm::isa<clang::CXXTypeidExpr, clang::CXXUuidofExpr>(expr)) return unknown("type information", kids, at);
  if (llvm::isa<clang::SourceLocExpr>(expr)) return unknown("source location", kids, at);
  lowerChildren(expr, kids);
  return unknown(std::string(expr->getStmtClassName()), kids, at);
}

void Lowerer::lowerRecovered(const clang::RecoveryExpr* recovery, llvm::SmallVectorImpl<Id>& out) {
  for (const clang::Expr* sub : recovery->subExpressions())
    if (!llvm::isa<clang::OverloadExpr>(sub)) out.push_back(lower(sub));
}

/// What stood in the source where clang has nothing but its parts: "db.missing(", up to the arguments.
std::string Lowerer::recoveredText(const clang::RecoveryExpr* recovery) {
  constexpr std::size_t kLongest = 60;
  const auto range = clang::CharSourceRange::getTokenRange(recovery->getSourceRange());
  llvm::StringRef text = clang::Lexer::getSourceText(context_.getSourceManager().getExpansionRange(range),
                                                     context_.getSourceManager(), context_.getLangOpts());
  const std::size_t end = text.find_first_of("(\n");
  const bool is_call = end != llvm::StringRef::npos && text[end] == '(';
  return text.take_front(end).trim().take_front(kLongest).str() + (is_call ? "(" : "");
}

Id Lowerer::lowerCast(const clang::CastExpr* cast) {
  if (cast->getCastKind() == clang::CK_NullToPointer || cast->getCastKind() == clang::CK_NullToMemberPointer)
    return node(Op::Null, {}, cast->getExprLoc());
  const Id inner = lower(cast->getSubExpr());
  const bool by_compiler = llvm::isa<clang::ImplicitCastExpr>(cast);
  if (by_compiler && (cast->getCastKind() == clang::CK_UserDefinedConversion ||
                      cast->getCastKind() == clang::CK_ConstructorConversion)) {
    Node& n = builder_.at(inner);
    if (n.op == Op::Call || n.op == Op::Construct) n.flags |= kConversion;
  }
  // A downcast says what the object is: the class is worth more than the base's.
  if (cast->getCastKind() == clang::CK_BaseToDerived || cast->getCastKind() == clang::CK_Dynamic ||
      cast->getCastKind() == clang::CK_BitCast) {
    const Id type = names_.classSymbol(cast->getType());
    Node& n = builder_.at(inner);
    if (type != kNone && (n.op == Op::Param || n.op == Op::Local || n.op == Op::Field || n.op == Op::Capture ||
                          n.op == Op::This || n.op == Op::Call || n.op == Op::CallValue))
      n.type = type;
  }
  return inner;
}

Id Lowerer::lowerThis(clang::SourceLocation location) {
  Id type = kNone;
  if (scope_ != nullptr) {
    scope_->uses_frame = true;
    if (const auto* method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(scope_->declaration);
        method && !method->getParent()->isLambda())
      type = names_.symbol(method->getParent());
    if (scope_->this_capture != kNone) return node(Op::Capture, {}, location, scope_->this_capture);
  }
  return node(Op::This, {}, location, kNone, kNone, 0, type);
}

Id Lowerer::functionRef(const clang::FunctionDecl* function, clang::SourceLocation location) {
  return node(Op::FunctionRef, {}, location, callee(function));
}

Id Lowerer::lowerName(const clang::DeclRefExpr* expr) {
  const clang::ValueDecl* decl = expr->getDecl();
  const clang::SourceLocation at = expr->getLocation();
  if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl)) return functionRef(function, at);
  if (const auto* enumerator = llvm::dyn_cast<clang::EnumConstantDecl>(decl))
    return number(llvm::toString(enumerator->getInitVal(), 10), at, names_.qualifiedName(enumerator));
  if (const auto* object = llvm::dyn_cast<clang::TemplateParamObjectDecl>(decl))
    return lowerValue(object->getValue(), object->getType(), at);
  if (llvm::isa<clang::NonTypeTemplateParmDecl>(decl))
    return unknown("template parameter '" + decl->getNameAsString() + "'", {}, at);
  return lowerVariable(decl, expr);
}

Id Lowerer::lowerVariable(const clang::ValueDecl* decl, const clang::Expr* expr) {
  const clang::SourceLocation at = expr->getExprLoc();
  const Id type = names_.classSymbol(decl->getType());
  if (scope_ != nullptr) {
    if (decl == scope_->explicit_object) return lowerThis(at);
    if (const auto it = scope_->captures.find(decl); it != scope_->captures.end()) {
      scope_->uses_frame = true;
      return node(Op::Capture, {}, at, it->second, kNone, 0, type);
    }
    if (const auto it = scope_->params.find(decl); it != scope_->params.end()) {
      scope_->uses_frame = true;
      return node(Op::Param, {}, at, it->second, kNone, 0, type);
    }
  }
  const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl);
  if (variable != nullptr)
    if (const auto constant = lowerConstantVariable(variable, at)) return *constant;
  if (scope_ != nullptr)
    if (const auto it = scope_->slots.find(decl); it != scope_->slots.end()) {
      scope_->uses_frame = true;
      return node(Op::Local, {}, at, it->second, kNone, 0, type);
    }
  if (const auto* binding = llvm::dyn_cast<clang::BindingDecl>(decl)) {
    // `auto& [id, name] = row`: a member or element of the hidden variable, or get<>() of it.
    if (const clang::VarDecl* holder = binding->getHoldingVar(); holder && holder->getInit())
      return lower(holder->getInit());
    if (binding->getBinding() != nullptr) return lower(binding->getBinding());
    return unknown("dependent binding '" + decl->getNameAsString() + "'", {}, at);
  }
  if (variable == nullptr) return unknown("name '" + decl->getNameAsString() + "'", {}, at);
  if (variable->hasGlobalStorage()) {
    addGlobal(variable);
    return node(Op::Global, {}, at, names_.symbol(variable), kNone, 0, type);
  }
  // A lambda may name a constant local of its function without capturing it.
  if (const clang::Expr* init = variable->getInit(); init && variable->getType().isConstQualified()) return lower(init);
  return unknown("variable '" + decl->getNameAsString() + "' of another function", {}, at);
}

Id Lowerer::lowerMember(const clang::MemberExpr* expr) {
  const clang::ValueDecl* member = expr->getMemberDecl();
  const clang::SourceLocation at = expr->getMemberLoc();
  if (const auto* field = llvm::dyn_cast<clang::FieldDecl>(member)) {
    const Id object = lower(expr->getBase());
    if (field->getDeclName().isEmpty()) return object;  // member of an anonymous struct or union
    return node(Op::Field, {object}, at, builder_.string(field->getName()), names_.symbol(field), 0,
                names_.classSymbol(field->getType()));
  }
  if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(member)) return functionRef(function, at);
  if (const auto* enumerator = llvm::dyn_cast<clang::EnumConstantDecl>(member))
    return number(llvm::toString(enumerator->getInitVal(), 10), at, names_.qualifiedName(enumerator));
  return lowerVariable(member, expr);
}

Id Lowerer::lowerUnary(const clang::UnaryOperator* expr) {
  const clang::SourceLocation at = expr->getOperatorLoc();
  const clang::Expr* operand = expr->getSubExpr();
  switch (expr->getOpcode()) {
    case clang::UO_AddrOf: {
      const clang::Expr* plain = operand->IgnoreParens();
      if (const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(plain)) {
        if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(name->getDecl()))
          return functionRef(function, at);
        if (llvm::isa<clang::FieldDecl, clang::IndirectFieldDecl>(name->getDecl()))
          return unknown("pointer to data member '" + name->getDecl()->getNameAsString() + "'", {}, at);
      }
      const Id place = lower(operand);
      if (builder_.at(place).op == Op::FunctionRef) return place;
      return node(Op::AddressOf, {place}, at, kNone, kNone, 0, names_.classSymbol(operand->getType()));
    }
    case clang::UO_Deref: {
      const Id pointer = lower(operand);
      if (expr->getType()->isFunctionType()) return pointer;
      return node(Op::Deref, {pointer}, at, kNone, kNone, 0, names_.classSymbol(expr->getType()));
    }
    case clang::UO_PostInc:
    case clang::UO_PreInc:
    case clang::UO_PostDec:
    case clang::UO_PreDec: {
      const Id place = lower(operand);
      return node(Op::Increment, {place}, at, builder_.string(expr->isIncrementOp() ? "++" : "--"), kNone,
                  expr->isPrefix() ? kPrefix : 0);
    }
    case clang::UO_Extension:
    case clang::UO_Real:
    case clang::UO_Imag:
    case clang::UO_Coawait:
    case clang::UO_Plus:
      return lower(operand);
    case clang::UO_Minus:
    case clang::UO_Not:
    case clang::UO_LNot:
      break;
  }
  if (const auto constant = lowerConstantExpr(expr)) return *constant;
  const Id kid = lower(operand);
  return node(Op::Unary, {kid}, at, builder_.string(clang::UnaryOperator::getOpcodeStr(expr->getOpcode())));
}

namespace {

/// A pointer plus or minus a number; into a text, which is no place of its own, it is an operation on the text.
bool isOffset(const clang::BinaryOperator* expr) {
  if (!expr->isAdditiveOp() || !expr->getType()->isPointerType()) return false;
  const clang::Expr* pointer = expr->getLHS()->getType()->isPointerType() ? expr->getLHS() : expr->getRHS();
  const clang::QualType pointee = pointer->IgnoreParenCasts()->getType()->getPointeeType();  // (char*)object + 8
  return !pointee.isNull() && !pointee->isAnyCharacterType();
}

}  // namespace

Id Lowerer::lowerBinary(const clang::BinaryOperator* expr) {
  const clang::SourceLocation at = expr->getOperatorLoc();
  if (expr->isPtrMemOp()) {
    const Id object = lower(expr->getLHS());
    const Id member = lower(expr->getRHS());
    return unknown("pointer to member", {object, member}, at);
  }
  if (!expr->isAssignmentOp() && !expr->isCommaOp())
    if (const auto constant = lowerConstantExpr(expr)) return *constant;
  const Id left = lower(expr->getLHS());
  const Id right = lower(expr->getRHS());
  const Id type = names_.classSymbol(expr->getType());
  if (expr->isCommaOp()) return node(Op::Block, {left, right}, at, kNone, kNone, 0, type);
  if (expr->isAssignmentOp()) {
    std::string op;
    if (expr->isCompoundAssignmentOp()) op = expr->getOpcodeStr().drop_back().str();
    return node(Op::Assign, {left, right}, at, builder_.string(op), kNone, 0, type);
  }
  if (isOffset(expr)) {
    const bool swapped = expr->getRHS()->getType()->isPointerType();
    return node(Op::Binary, {swapped ? right : left, swapped ? left : right}, at, builder_.string("offset"), kNone, 0,
                type);
  }
  return node(Op::Binary, {left, right}, at, builder_.string(expr->getOpcodeStr()), kNone, 0, type);
}

}  // namespace touchgraph::walk
