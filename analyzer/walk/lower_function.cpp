#include "analyzer/walk/lower.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"

namespace touchgraph::walk {
namespace {

/// The callee can write through a parameter of this type.
bool writesThrough(clang::QualType type) {
  if (type->isLValueReferenceType())
    return !type->getPointeeType().isConstQualified() && !type->getPointeeType()->isFunctionType();
  if (type->isPointerType())
    return !type->getPointeeType().isConstQualified() && !type->getPointeeType()->isFunctionType();
  return false;
}

/// Whether evaluating the tree below a node does more than name constants.
bool doesSomething(const Builder& builder, Id id) {
  switch (builder.facts.nodes[id].op) {
    case Op::Call:
    case Op::CallValue:
    case Op::Unknown:
      return true;
    default:
      break;
  }
  return llvm::any_of(builder.kidsOf(id), [&](Id kid) { return doesSomething(builder, kid); });
}

/// Whether it calls a function, or a constructor of the program.
bool callsSomething(const Builder& builder, Id id) {
  const Node& n = builder.facts.nodes[id];
  if (n.op == Op::Call || n.op == Op::CallValue) return true;
  if (n.op == Op::Construct && !builder.facts.callees[n.a].is_system) return true;
  return llvm::any_of(builder.kidsOf(id), [&](Id kid) { return callsSomething(builder, kid); });
}

}  // namespace

std::vector<Annotation> Lowerer::annotations(const clang::Decl* decl) {
  std::vector<Annotation> out;
  for (const auto* attribute : decl->specific_attrs<clang::AnnotateAttr>()) {
    Annotation annotation;
    annotation.arguments.push_back(builder_.string(attribute->getAnnotation()));
    for (const clang::Expr* argument : attribute->args()) {
      const Id value = lower(argument);
      const Node& n = builder_.at(value);
      annotation.arguments.push_back(n.op == Op::Text || n.op == Op::Number ? n.a : builder_.string(""));
    }
    out.push_back(std::move(annotation));
  }
  return out;
}

void Lowerer::enterParameters(const clang::FunctionDecl* function, Scope& scope) {
  Id index = 0;
  for (const clang::ParmVarDecl* parameter : function->parameters()) {
    if (parameter->isExplicitObjectParameter())
      scope.explicit_object = parameter;
    else
      scope.params[parameter] = index++;
  }
}

std::vector<ParameterFacts> Lowerer::parameters(const clang::FunctionDecl* function) {
  const clang::FunctionDecl* pattern = function->getTemplateInstantiationPattern();
  llvm::SmallVector<llvm::StringRef, 2> packs;
  for (const clang::ParmVarDecl* parameter : (pattern ? pattern : function)->parameters())
    if (parameter->isParameterPack()) packs.push_back(parameter->getName());
  std::vector<ParameterFacts> out;
  for (const clang::ParmVarDecl* parameter : function->parameters()) {
    if (parameter->isExplicitObjectParameter()) continue;
    ParameterFacts facts;
    facts.name = builder_.string(parameter->getName());
    facts.type = names_.classSymbol(parameter->getType());
    facts.type_name = names_.typeName(parameter->getType());
    facts.is_reference = writesThrough(parameter->getType());
    facts.is_pack = llvm::is_contained(packs, parameter->getName());
    names_.parts(parameter->getType(), facts.parts);
    out.push_back(std::move(facts));
  }
  return out;
}

void Lowerer::describe(FunctionFacts& facts, const clang::FunctionDecl* function) {
  Files& files = names_.files();
  facts.symbol = names_.symbol(function);
  facts.name = names_.qualifiedName(function);
  facts.signature = builder_.string(names_.writtenSignature(function));
  facts.file = builder_.string(files.relative(function->getLocation()));
  facts.line = files.line(function->getLocation());
  facts.is_static = function->isStatic();
  facts.is_main_file = files.isMain(function->getLocation());
  facts.internal_linkage = !function->isExternallyVisible();
  facts.is_template_instance = function->isTemplateInstantiation();
  if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function)) {
    facts.class_symbol = names_.symbol(method->getParent());
    facts.is_constructor = llvm::isa<clang::CXXConstructorDecl>(method);
    facts.is_destructor = llvm::isa<clang::CXXDestructorDecl>(method);
    facts.is_virtual = method->isVirtual();
    for (const clang::CXXMethodDecl* overridden : method->overridden_methods())
      facts.overrides.push_back(names_.symbol(overridden));
  }
  facts.params = parameters(function);
  names_.parts(function->getReturnType(), facts.result_parts);
  facts.annotations = annotations(function);
}

void Lowerer::addFunction(const clang::FunctionDecl* function) {
  const clang::FunctionDecl* definition = nullptr;
  if (function->getBody(definition) == nullptr) return;
  const Id symbol = names_.symbol(definition);
  if (!functions_.insert(symbol).second) return;
  lowerInto(definition);
}

void Lowerer::lowerInto(const clang::FunctionDecl* definition) {
  const Id index = static_cast<Id>(builder_.facts.functions.size());
  builder_.facts.functions.emplace_back();
  FunctionFacts facts;
  describe(facts, definition);

  Scope scope;
  scope.function = index;
  scope.declaration = definition;
  enterParameters(definition, scope);
  Scope* outer = std::exchange(scope_, &scope);
  facts.body = lowerBody(definition);
  scope_ = outer;
  facts.locals = std::move(scope.locals);
  builder_.facts.functions[index] = std::move(facts);
}

Id Lowerer::lowerBody(const clang::FunctionDecl* function) {
  std::vector<Id> kids;
  if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(function))
    lowerInitialisers(constructor, kids);
  if (const auto* destructor = llvm::dyn_cast<clang::CXXDestructorDecl>(function)) scheduleParts(destructor, kids);
  for (const clang::ParmVarDecl* parameter : function->parameters()) {
    if (parameter->isExplicitObjectParameter()) continue;
    const clang::SourceLocation at = parameter->getLocation();
    const auto place = [&] {
      return node(Op::Param, {}, at, scope_->params[parameter], kNone, 0, names_.classSymbol(parameter->getType()));
    };
    scheduleDestruction(parameter, parameter->getType(), place, at, kids);
  }
  const clang::Stmt* body = function->getBody();
  if (const auto* coroutine = llvm::dyn_cast_or_null<clang::CoroutineBodyStmt>(body)) body = coroutine->getBody();
  if (const auto* compound = llvm::dyn_cast_or_null<clang::CompoundStmt>(body)) {
    for (const clang::Stmt* child : compound->body()) lowerStmt(child, kids);
  } else if (body != nullptr) {
    lowerStmt(body, kids);
  }
  return block(kids, body ? body->getBeginLoc() : function->getLocation());
}

void Lowerer::lowerInitialisers(const clang::CXXConstructorDecl* constructor, std::vector<Id>& out) {
  for (const clang::CXXCtorInitializer* initialiser : constructor->inits()) {
    const clang::Expr* value = initialiser->getInit();
    if (value == nullptr) continue;
    const clang::SourceLocation at =
        initialiser->isWritten() ? initialiser->getSourceLocation() : constructor->getLocation();
    if (const clang::FieldDecl* field = initialiser->getAnyMember()) {
      const Id object = lowerThis(at);
      const Id place = node(Op::Field, {object}, at, builder_.string(field->getName()), names_.symbol(field), 0,
                            names_.classSymbol(field->getType()));
      const Id bound = lowerBound(value, field->getType());
      out.push_back(node(Op::Assign, {place, bound}, at, builder_.string("")));
      continue;
    }
    // A base class or another constructor of this one.
    const clang::Expr* plain = value->IgnoreImplicit();
    if (const auto* inherited = llvm::dyn_cast<clang::CXXInheritedCtorInitExpr>(plain)) {
      llvm::SmallVector<Id, 8> kids = {lowerThis(at)};
      for (const clang::ParmVarDecl* parameter : constructor->parameters()) {
        scope_->uses_frame = true;
        kids.push_back(node(Op::Param, {}, at, parameter->getFunctionScopeIndex(), kNone, 0,
                            names_.classSymbol(parameter->getType())));
      }
      out.push_back(node(Op::Call, kids, at, callee(inherited->getConstructor()), kNone, kHasReceiver));
    } else if (const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(plain)) {
      llvm::SmallVector<const clang::Expr*, 8> arguments(construct->arg_begin(), construct->arg_end());
      const Id object = lowerThis(at);
      std::uint8_t flags = 0;
      if (construct->getConstructor()->isCopyConstructor())
        flags |= kCopy;
      else if (construct->getConstructor()->isMoveConstructor())
        flags |= kMove;
      out.push_back(callOf(construct->getConstructor(), object, arguments, at, clang::QualType(), flags));
    } else {
      // An aggregate base, or one that depends on a template parameter.
      const Id object = lowerThis(at);
      out.push_back(node(Op::Assign, {object, lower(value)}, at, builder_.string("")));
    }
  }
}

Id Lowerer::lowerLambda(const clang::LambdaExpr* lambda) {
  const clang::SourceLocation at = lambda->getBeginLoc();
  Scope scope;
  scope.is_lambda = true;
  llvm::SmallVector<Id, 8> kids;
  auto init = lambda->capture_init_begin();
  for (const clang::LambdaCapture& capture : lambda->captures()) {
    const clang::Expr* value = *init++;
    const Id position = static_cast<Id>(kids.size());
    if (capture.capturesThis()) {
      scope.this_capture = position;
      kids.push_back(lowerThis(capture.getLocation()));
      continue;
    }
    if (!capture.capturesVariable()) {
      kids.push_back(unknown("captured array bound", {}, at));
      continue;
    }
    const clang::ValueDecl* captured = capture.getCapturedVar();
    scope.captures[captured] = position;
    Id kid = kNone;
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(captured);
    if (variable != nullptr && variable->isInitCapture() && variable->getInit() != nullptr) value = variable->getInit();
    kid = value ? lower(value) : unknown("capture without a value", {}, at);
    if (capture.getCaptureKind() == clang::LCK_ByRef && builder_.at(kid).op != Op::AddressOf)
      kid = node(Op::AddressOf, {kid}, capture.getLocation(), kNone, kNone, 0, builder_.at(kid).type);
    kids.push_back(kid);
  }

  const Id index = static_cast<Id>(builder_.facts.functions.size());
  builder_.facts.functions.emplace_back();
  llvm::SmallVector<const clang::CXXMethodDecl*, 2> bodies;
  if (const clang::FunctionTemplateDecl* generic = lambda->getDependentCallOperator())
    for (const clang::FunctionDecl* instance : generic->specializations())
      if (instance->hasBody()) bodies.push_back(llvm::cast<clang::CXXMethodDecl>(instance));
  if (bodies.empty()) bodies.push_back(lambda->getCallOperator());

  FunctionFacts facts;
  describe(facts, bodies.front());
  facts.is_lambda = true;
  facts.is_static = false;
  facts.class_symbol = kNone;
  facts.parent = scope_ ? scope_->function : kNone;
  facts.is_template_instance = bodies.front()->isTemplateInstantiation();
  facts.file = builder_.string(names_.files().relative(at));
  facts.line = line(at);
  if (const Id uses = lambda_symbols_[facts.symbol]++; uses != 0)
    facts.symbol = builder_.string((builder_.text(facts.symbol) + "'" + std::to_string(uses)).str());

  scope.function = index;
  scope.declaration = bodies.front();
  Scope* outer = std::exchange(scope_, &scope);
  // The instances of a generic lambda: any of them may be the one that runs.
  Id body = kNone;
  for (const clang::CXXMethodDecl* method : bodies) {
    enterParameters(method, scope);
    scope.declaration = method;
    const Id one = lowerBody(method);
    if (body == kNone) {
      body = one;
    } else {
      const Id either = unknown("one of several instances", {}, at);
      body = block({node(Op::If, {either, body, one}, at)}, at);
    }
  }
  scope_ = outer;
  if (bodies.size() > 1) {
    for (const clang::CXXMethodDecl* method : bodies)
      for (std::size_t i = 0; i < facts.params.size() && i < method->getNumParams(); ++i)
        if (names_.classSymbol(method->getParamDecl(i)->getType()) != facts.params[i].type)
          facts.params[i].type = kNone;
  }
  facts.body = body;
  facts.locals = std::move(scope.locals);
  builder_.facts.functions[index] = std::move(facts);
  return node(Op::Lambda, kids, at, index);
}

void Lowerer::addGlobal(const clang::VarDecl* variable) {
  if (variable->getType()->isDependentType() || names_.files().isSystem(variable->getLocation())) return;
  const Id symbol = names_.symbol(variable);
  if (!globals_.insert(symbol).second) return;

  GlobalFacts facts;
  facts.symbol = symbol;
  facts.name = names_.qualifiedName(variable);
  facts.type = names_.classSymbol(variable->getType());
  const clang::VarDecl* definition = nullptr;
  const clang::Expr* init = variable->getAnyInitializer(definition);
  const clang::VarDecl* shown = definition ? definition : variable;
  facts.file = builder_.string(names_.files().relative(shown->getLocation()));
  facts.line = line(shown->getLocation());
  facts.is_constant = variable->isConstexpr() || variable->getType().isConstant(context_);
  facts.annotations = annotations(shown);

  const Id index = static_cast<Id>(builder_.facts.globals.size());
  builder_.facts.globals.emplace_back();
  Scope scope;
  Scope* outer = std::exchange(scope_, &scope);
  if (init != nullptr) {
    const auto known = lowerConstantText(definition, shown->getLocation());
    facts.initialiser = known ? *known : lowerBound(init, variable->getType());
  }
  scope_ = outer;
  facts.locals = std::move(scope.locals);
  if (facts.initialiser != kNone && callsSomething(builder_, facts.initialiser)) addInitialisation(facts, shown);
  builder_.facts.globals[index] = std::move(facts);
}

/// What a global variable's initialiser does is done by the program before main: a function that nobody calls. It shares
/// the nodes of the initialiser.
void Lowerer::addInitialisation(const GlobalFacts& global, const clang::VarDecl* variable) {
  if (variable->isStaticLocal()) return;  // runs in the body
  FunctionFacts facts;
  facts.symbol = builder_.string((builder_.text(global.symbol) + "@init").str());
  facts.name = global.name;
  facts.signature = builder_.string(" = …");
  facts.file = global.file;
  facts.line = global.line;
  facts.is_main_file = names_.files().isMain(variable->getLocation());
  facts.internal_linkage = !variable->isExternallyVisible();
  facts.locals = global.locals;
  facts.body = block({global.initialiser}, variable->getLocation());
  builder_.facts.functions.push_back(std::move(facts));
}

/// A function-static is a global. Where its initialiser needs the function's own variables, or does something, it runs
/// at its place in the body as well.
void Lowerer::lowerStaticLocal(const clang::VarDecl* variable, std::vector<Id>& out) {
  const clang::Expr* init = variable->getInit();
  const Id symbol = names_.symbol(variable);
  Id assigned = kNone;
  bool local = false;
  if (init != nullptr) {
    const bool outer = std::exchange(scope_->uses_frame, false);
    assigned = lowerBound(init, variable->getType());
    local = scope_->uses_frame;
    scope_->uses_frame = outer || local;
  }
  if (local) {
    if (globals_.insert(symbol).second) {
      GlobalFacts facts;
      facts.symbol = symbol;
      facts.name = names_.qualifiedName(variable);
      facts.type = names_.classSymbol(variable->getType());
      facts.file = builder_.string(names_.files().relative(variable->getLocation()));
      facts.line = line(variable->getLocation());
      builder_.facts.globals.push_back(std::move(facts));
    }
  } else {
    addGlobal(variable);
  }
  if (assigned == kNone || (!local && !doesSomething(builder_, assigned))) return;
  const clang::SourceLocation at = variable->getLocation();
  const Id place = node(Op::Global, {}, at, symbol, kNone, 0, names_.classSymbol(variable->getType()));
  out.push_back(node(Op::Assign, {place, assigned}, at, builder_.string("")));
}

void Lowerer::addClass(const clang::RecordDecl* record) {
  record = record->getDefinition();
  if (record == nullptr || !classes_.insert(names_.symbol(record)).second) return;
  const bool system = names_.files().isSystem(record->getLocation());
  const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(record);
  if (cxx != nullptr && cxx->isLambda()) return;

  ClassFacts facts;
  facts.symbol = names_.symbol(record);
  facts.name = names_.qualifiedName(record);
  if (cxx != nullptr) {
    for (const clang::CXXBaseSpecifier& base : cxx->bases()) {
      const clang::RecordDecl* of = names_.classOf(base.getType());
      if (of == nullptr) continue;
      facts.bases.push_back(names_.symbol(of));
      if (of->getDefinition() != nullptr && names_.files().isSystem(of->getLocation())) addClass(of);
    }
  }
  if (!system) {
    facts.annotations = annotations(record);
    describeClass(record, facts);
    for (const clang::FieldDecl* field : record->fields()) {
      FieldFacts f;
      f.name = builder_.string(field->getName());
      f.symbol = names_.symbol(field);
      f.type = names_.classSymbol(field->getType());
      f.type_name = names_.typeName(field->getType());
      describeField(field, f);
      if (const clang::Expr* init = field->hasInClassInitializer() ? field->getInClassInitializer() : nullptr) {
        Scope scope;
        Scope* outer = std::exchange(scope_, &scope);
        f.initialiser = lowerBound(init, field->getType());
        scope_ = outer;
      }
      facts.fields.push_back(std::move(f));
    }
    if (cxx != nullptr)
      for (const clang::CXXConstructorDecl* constructor : cxx->ctors()) {
        if (constructor->isDeleted() || (constructor->isImplicit() && constructor->isCopyOrMoveConstructor())) continue;
        facts.constructors.push_back(names_.symbol(constructor));
        facts.constructor_arity.push_back(constructor->getNumParams());
      }
  }
  builder_.facts.classes.push_back(std::move(facts));
}

}  // namespace touchgraph::walk
