#include "analyzer/walk/lower.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/Builtins.h"

namespace touchgraph::walk {
namespace {

bool isLambdaCall(const clang::FunctionDecl* function) {
  const auto* method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(function);
  return method != nullptr && method->getParent()->isLambda() && method->getOverloadedOperator() == clang::OO_Call;
}

bool isMutableReference(clang::QualType type) {
  if (type.isNull() || !type->isLValueReferenceType()) return false;
  const clang::QualType target = type->getPointeeType();
  return !target.isConstQualified() && !target->isFunctionType();
}

llvm::SmallVector<const clang::Expr*, 8> argumentsOf(const clang::CallExpr* call, unsigned from = 0) {
  llvm::SmallVector<const clang::Expr*, 8> out;
  for (unsigned i = from; i < call->getNumArgs(); ++i) out.push_back(call->getArg(i));
  return out;
}

void collectLiterals(const clang::Stmt* stmt, llvm::SmallVectorImpl<const clang::StringLiteral*>& out) {
  if (stmt == nullptr || llvm::isa<clang::UnaryExprOrTypeTraitExpr>(stmt)) return;
  if (const auto* literal = llvm::dyn_cast<clang::StringLiteral>(stmt)) out.push_back(literal);
  for (const clang::Stmt* child : stmt->children()) collectLiterals(child, out);
}

/// `[]{ static const Data d = {…, "text"}; return make(&d); }()`: what macros such as Qt's QStringLiteral expand to.
/// The one literal of the static, or null when the lambda is anything else.
const clang::StringLiteral* literalBehind(const clang::Expr* called) {
  const auto* lambda = llvm::dyn_cast<clang::LambdaExpr>(called->IgnoreImplicit()->IgnoreParenImpCasts());
  if (lambda == nullptr || lambda->capture_size() != 0 || lambda->getCallOperator()->getNumParams() != 0)
    return nullptr;
  llvm::SmallVector<const clang::StringLiteral*, 2> found, all;
  for (const clang::Stmt* child : lambda->getBody()->children())
    if (const auto* declaration = llvm::dyn_cast_or_null<clang::DeclStmt>(child))
      for (const clang::Decl* decl : declaration->decls())
        if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl);
            variable && variable->isStaticLocal() && variable->getType().isConstQualified())
          collectLiterals(variable->getInit(), found);
  collectLiterals(lambda->getBody(), all);
  return found.size() == 1 && all.size() == 1 ? found[0] : nullptr;
}

/// `a = b` by an operator= that the compiler makes assigns member by member, as the built-in operator does.
bool isDefaultedAssignment(const clang::CXXMethodDecl* method) {
  return (method->isCopyAssignmentOperator() || method->isMoveAssignmentOperator()) && !method->isUserProvided();
}

}  // namespace

Id Lowerer::callee(const clang::FunctionDecl* function) {
  function = function->getCanonicalDecl();
  if (const auto found = callees_.find(function); found != callees_.end()) return found->second;

  Callee c;
  c.symbol = names_.symbol(function);
  c.name = names_.qualifiedName(function);
  c.signature = builder_.string(names_.signature(function));
  c.parameters = function->getNumNonObjectParams();
  c.is_variadic = function->isVariadic();
  c.is_system = names_.files().isSystem(function->getLocation());
  c.is_static = function->isStatic();
  llvm::SmallVector<Id, 8> arguments;
  if (const auto* own = function->getTemplateSpecializationArgs()) names_.templateArguments(own->asArray(), arguments);
  if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function)) {
    c.is_virtual = method->isVirtual();
    c.is_const = method->isConst();
    c.is_constructor = llvm::isa<clang::CXXConstructorDecl>(method);
    c.is_destructor = llvm::isa<clang::CXXDestructorDecl>(method);
    if (!method->getParent()->isLambda()) c.class_symbol = names_.symbol(method->getParent());
    if (const auto* spec = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(method->getParent()))
      names_.templateArguments(spec->getTemplateArgs().asArray(), arguments);
  }
  c.template_argument_count = static_cast<Id>(arguments.size());
  c.first_template_argument = builder_.row(arguments);
  const Id id = static_cast<Id>(builder_.facts.callees.size());
  builder_.facts.callees.push_back(c);
  callees_[function] = id;
  return id;
}

/// A value bound to something of type `target`: by reference to non-const it is the place that is handed over.
Id Lowerer::lowerBound(const clang::Expr* expr, clang::QualType target) {
  const Id value = lower(expr);
  if (!isMutableReference(target)) return value;
  const Op op = builder_.at(value).op;
  if (op == Op::AddressOf || op == Op::FunctionRef || op == Op::Unknown) return value;
  return node(Op::AddressOf, {value}, expr->getExprLoc(), kNone, kNone, 0, builder_.at(value).type);
}

void Lowerer::lowerArguments(const clang::FunctionDecl* function, llvm::ArrayRef<const clang::Expr*> arguments,
                             llvm::SmallVectorImpl<Id>& out) {
  for (std::size_t i = 0; i != arguments.size(); ++i) {
    const clang::QualType target =
        function != nullptr && i < function->getNumParams() ? function->getParamDecl(i)->getType() : clang::QualType();
    out.push_back(lowerBound(arguments[i], target));
  }
}

Id Lowerer::callOf(const clang::FunctionDecl* function, Id receiver, llvm::ArrayRef<const clang::Expr*> arguments,
                   clang::SourceLocation location, clang::QualType type, std::uint8_t flags) {
  llvm::SmallVector<Id, 8> kids;
  if (receiver != kNone) {
    kids.push_back(receiver);
    flags |= kHasReceiver;
  }
  lowerArguments(function, arguments, kids);
  return node(Op::Call, kids, location, callee(function), kNone, flags, names_.classSymbol(type));
}

Id Lowerer::callValue(Id function, Id object, llvm::ArrayRef<const clang::Expr*> arguments,
                      const clang::FunctionProtoType* prototype, const clang::Expr* call) {
  llvm::SmallVector<Id, 8> kids = {function};
  if (object != kNone) kids.push_back(object);
  for (std::size_t i = 0; i != arguments.size(); ++i)
    kids.push_back(lowerBound(arguments[i], prototype != nullptr && i < prototype->getNumParams()
                                                ? prototype->getParamType(i)
                                                : clang::QualType()));
  return node(Op::CallValue, kids, call->getExprLoc(), kNone, kNone, object != kNone ? kHasReceiver : 0,
              names_.classSymbol(call->getType()));
}

Id Lowerer::lowerCall(const clang::CallExpr* call) {
  const clang::SourceLocation at = call->getExprLoc();
  const clang::FunctionDecl* function = call->getDirectCallee();
  // "…"_sql with the text as a template argument: the operator's instances share a name, the text is what tells them
  // apart.
  if (llvm::isa<clang::UserDefinedLiteral>(call) && call->getNumArgs() == 0 && function != nullptr)
    if (const auto* arguments = function->getTemplateSpecializationArgs())
      for (const clang::TemplateArgument& argument : arguments->asArray()) {
        std::optional<std::string> text;
        if (argument.getKind() == clang::TemplateArgument::StructuralValue) {
          text = textOf(argument.getAsStructuralValue(), argument.getStructuralValueType());
        } else if (argument.getKind() == clang::TemplateArgument::Declaration) {
          if (const auto* object = llvm::dyn_cast<clang::TemplateParamObjectDecl>(argument.getAsDecl()))
            text = textOf(object->getValue(), object->getType());
        }
        if (text) return this->text(*text, at);
      }
  if (function == nullptr) {
    const clang::Expr* target = call->getCallee()->IgnoreParenImpCasts();
    if (llvm::isa<clang::OverloadExpr, clang::CXXDependentScopeMemberExpr, clang::DependentScopeDeclRefExpr,
                  clang::RecoveryExpr>(target))
      return lowerUnresolvedCall(call);
    if (const auto* destroyed = llvm::dyn_cast<clang::CXXPseudoDestructorExpr>(target)) {
      const Id base = lower(destroyed->getBase());
      return unknown("destructor of a scalar", {base}, at);
    }
    const clang::FunctionProtoType* prototype = nullptr;
    clang::QualType type = target->getType();
    while (!type->getPointeeType().isNull() && !type->isFunctionType()) type = type->getPointeeType();
    prototype = type->getAs<clang::FunctionProtoType>();
    if (call->isTypeDependent() && target->isTypeDependent()) return lowerUnresolvedCall(call);
    const Id value = lower(call->getCallee());
    return callValue(value, kNone, argumentsOf(call), prototype, call);
  }

  if (const unsigned builtin = function->getBuiltinID()) {
    // Hints to the optimiser are not calls.
    if ((builtin == clang::Builtin::BI__builtin_expect ||
         builtin == clang::Builtin::BI__builtin_expect_with_probability ||
         builtin == clang::Builtin::BI__builtin_assume_aligned) &&
        call->getNumArgs() > 0)
      return lower(call->getArg(0));
    if (builtin == clang::Builtin::BI__builtin_constant_p) return number("0", at);
  }
  if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function)) {
    if (method->isExplicitObjectMemberFunction() && call->getNumArgs() > 0) {
      const Id object = lower(call->getArg(0));
      if (isLambdaCall(method)) return callValue(object, kNone, argumentsOf(call, 1), nullptr, call);
      llvm::SmallVector<Id, 8> kids = {object};
      for (unsigned i = 1; i < call->getNumArgs(); ++i)
        kids.push_back(lowerBound(
            call->getArg(i), i < function->getNumParams() ? function->getParamDecl(i)->getType() : clang::QualType()));
      return node(Op::Call, kids, at, callee(function), kNone, kHasReceiver, names_.classSymbol(call->getType()));
    }
    // In the pattern of a template a call of a known method need not be a member call yet.
    if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(call->getCallee()->IgnoreParenImpCasts());
        member && !method->isStatic()) {
      const Id receiver = lower(member->getBase());
      const bool dispatched = method->isVirtual() && !member->hasQualifier();
      return callOf(method, receiver, argumentsOf(call), at, call->getType(), dispatched ? kVirtual : 0);
    }
  }
  return callOf(function, kNone, argumentsOf(call), at, call->getType(), 0);
}

Id Lowerer::lowerMemberCall(const clang::CXXMemberCallExpr* call) {
  const clang::SourceLocation at = call->getExprLoc();
  const clang::Expr* target = call->getCallee()->IgnoreParens();
  if (const auto* pointer = llvm::dyn_cast<clang::BinaryOperator>(target); pointer && pointer->isPtrMemOp()) {
    const Id member = lower(pointer->getRHS());
    const Id object = lower(pointer->getLHS());
    const clang::FunctionProtoType* prototype = nullptr;
    if (const auto* type = pointer->getRHS()->getType()->getAs<clang::MemberPointerType>())
      prototype = type->getPointeeType()->getAs<clang::FunctionProtoType>();
    return callValue(member, object, argumentsOf(call), prototype, call);
  }
  const auto* member = llvm::dyn_cast<clang::MemberExpr>(target);
  const clang::CXXMethodDecl* method = call->getMethodDecl();
  if (member == nullptr || method == nullptr) return lowerUnresolvedCall(call);

  const clang::Expr* object = call->getImplicitObjectArgument();
  const Id receiver = lower(object);
  // A lambda as a function pointer is still that lambda.
  if (llvm::isa<clang::CXXConversionDecl>(method) && method->getParent()->isLambda()) return receiver;
  if (isLambdaCall(method))
    return callValue(receiver, kNone, argumentsOf(call), method->getType()->getAs<clang::FunctionProtoType>(), call);
  if (isDefaultedAssignment(method) && call->getNumArgs() == 1) {
    const Id value = lower(call->getArg(0));
    return node(Op::Assign, {receiver, value}, at, builder_.string(""), kNone, kCopy,
                names_.classSymbol(call->getType()));
  }

  std::uint8_t flags = llvm::isa<clang::CXXConversionDecl>(method) ? kConversion : 0;
  if (method->isVirtual() && !member->hasQualifier()) {
    const clang::CXXMethodDecl* known = nullptr;
    if (!method->getParent()->isDependentContext())
      known = const_cast<clang::CXXMethodDecl*>(method)->getDevirtualizedMethod(object, false);
    // What a static type settles: an object by value, a final class or method.
    if (known != nullptr)
      method = known;
    else
      flags |= kVirtual;
  }
  const Id id = callOf(method, receiver, argumentsOf(call), at, call->getType(), flags);
  return method->getIdentifier() && method->getName() == "reset" ? replacedOwner(object, id, at) : id;
}

Id Lowerer::lowerOperatorCall(const clang::CXXOperatorCallExpr* call) {
  const clang::SourceLocation at = call->getOperatorLoc();
  const clang::FunctionDecl* function = call->getDirectCallee();
  if (function == nullptr) {
    // A dependent operator, or a callable reached through conversion to a function pointer.
    if (call->getOperator() == clang::OO_Call && !call->isTypeDependent()) {
      const Id value = lower(call->getArg(0));
      return callValue(value, kNone, argumentsOf(call, 1), nullptr, call);
    }
    if (call->getOperator() == clang::OO_Call) {
      const Id value = lower(call->getArg(0));
      return callValue(value, kNone, argumentsOf(call, 1), nullptr, call);
    }
    return lowerUnresolvedCall(call);
  }
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
  if (method == nullptr) return callOf(function, kNone, argumentsOf(call), at, call->getType(), 0);

  if (isLambdaCall(method))
    if (const clang::StringLiteral* literal = literalBehind(call->getArg(0))) return lower(literal);
  const Id object = lower(call->getArg(0));
  if (isLambdaCall(method))
    return callValue(object, kNone, argumentsOf(call, 1), method->getType()->getAs<clang::FunctionProtoType>(), call);
  if (isDefaultedAssignment(method) && call->getNumArgs() == 2) {
    const Id value = lower(call->getArg(1));
    return node(Op::Assign, {object, value}, at, builder_.string(""), kNone, kCopy,
                names_.classSymbol(call->getType()));
  }
  std::uint8_t flags = 0;
  if (method->isVirtual() && !method->hasAttr<clang::FinalAttr>()) flags |= kVirtual;
  if (method->isExplicitObjectMemberFunction()) {
    llvm::SmallVector<Id, 8> kids = {object};
    for (unsigned i = 1; i < call->getNumArgs(); ++i)
      kids.push_back(lowerBound(
          call->getArg(i), i < function->getNumParams() ? function->getParamDecl(i)->getType() : clang::QualType()));
    return node(Op::Call, kids, at, callee(method), kNone, kHasReceiver, names_.classSymbol(call->getType()));
  }
  const Id id = callOf(method, object, argumentsOf(call, 1), at, call->getType(), flags);
  return call->getOperator() == clang::OO_Equal ? replacedOwner(call->getArg(0), id, at) : id;
}

/// A call clang could not resolve: in the pattern of a template, or after an error. Its parts still run.
Id Lowerer::lowerUnresolvedCall(const clang::CallExpr* call) {
  const clang::SourceLocation at = call->getExprLoc();
  const clang::Expr* target = call->getCallee()->IgnoreParenImpCasts();
  std::string name;
  llvm::SmallVector<Id, 8> kids;
  bool failed = false;
  if (const auto* op = llvm::dyn_cast<clang::CXXOperatorCallExpr>(call)) {
    name = std::string("operator") + clang::getOperatorSpelling(op->getOperator());
  } else if (const auto* member = llvm::dyn_cast<clang::CXXDependentScopeMemberExpr>(target)) {
    name = member->getMember().getAsString();
    if (!member->isImplicitAccess()) kids.push_back(lower(member->getBase()));
  } else if (const auto* unresolved = llvm::dyn_cast<clang::UnresolvedMemberExpr>(target)) {
    name = unresolved->getMemberName().getAsString();
    kids.push_back(unresolved->isImplicitAccess() ? lowerThis(at) : lower(unresolved->getBase()));
  } else if (const auto* lookup = llvm::dyn_cast<clang::UnresolvedLookupExpr>(target)) {
    name = lookup->getName().getAsString();
  } else if (const auto* recovery = llvm::dyn_cast<clang::RecoveryExpr>(target)) {
    failed = true;
    name = llvm::StringRef(recoveredText(recovery)).rtrim('(').str();
    lowerRecovered(recovery, kids);
  } else if (const auto* dependent = llvm::dyn_cast<clang::DependentScopeDeclRefExpr>(target)) {
    name = dependent->getDeclName().getAsString();
  } else {
    kids.push_back(lower(target));
  }
  for (const clang::Expr* argument : argumentsOf(call)) kids.push_back(lower(argument));
  return unknown((failed ? "unresolved call to '" : "dependent call to '") + name + "'", kids, at);
}

}  // namespace touchgraph::walk
