#include "analyzer/walk/names.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>

namespace touchgraph::walk {
namespace {

/// Wrappers that stand for what they hold: the class of `std::unique_ptr<Repo>` is `Repo`.
const llvm::StringSet<>& wrappers() {
  static const llvm::StringSet<> set = {
      "std::unique_ptr",   "std::shared_ptr",   "std::weak_ptr",   "std::optional",        "std::reference_wrapper",
      "boost::shared_ptr", "boost::scoped_ptr", "boost::weak_ptr", "boost::intrusive_ptr", "boost::optional",
      "QPointer",          "QSharedPointer",    "QWeakPointer",    "QScopedPointer"};
  return set;
}

/// Classes that are text, not objects.
const llvm::StringSet<>& stringClasses() {
  static const llvm::StringSet<> set = {"std::basic_string", "std::basic_string_view", "QString", "QByteArray"};
  return set;
}

}  // namespace

Names::Names(clang::ASTContext& context, Files& files, Builder& builder)
    : files_(files), builder_(builder), canonical_(context.getLangOpts()), written_(context.getLangOpts()) {
  for (clang::PrintingPolicy* policy : {&canonical_, &written_}) {
    policy->SuppressTagKeyword = true;
    policy->AnonymousTagLocations = false;
    policy->SuppressUnwrittenScope = true;
    policy->SuppressInlineNamespace = true;
    policy->SuppressDefaultTemplateArgs = true;
    policy->Bool = true;
  }
  canonical_.PrintCanonicalTypes = true;
}

Id Names::symbol(const clang::NamedDecl* decl) {
  decl = llvm::cast<clang::NamedDecl>(decl->getCanonicalDecl());
  const auto found = symbols_.find(decl);
  if (found != symbols_.end()) return found->second;
  const Id id = builder_.string(makeSymbol(decl));
  symbols_[decl] = id;
  return id;
}

std::string Names::makeSymbol(const clang::NamedDecl* decl) {
  if (const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(decl); record && record->isLambda())
    return lambdaSymbol(record);
  if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(decl); method && method->getParent()->isLambda())
    return lambdaSymbol(method->getParent());
  if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl); variable && variable->isStaticLocal()) {
    // Several statics of one name may live in different blocks of a function.
    if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(variable->getDeclContext())) {
      const unsigned distance = files_.offset(decl->getLocation()) - files_.offset(function->getBeginLoc());
      return (builder_.text(symbol(function)) + "@static@" + variable->getName() + "@" + std::to_string(distance))
          .str();
    }
  }

  llvm::SmallString<160> usr;
  std::string out;
  if (clang::index::generateUSRForDecl(decl, usr)) {
    out = "c:" + files_.relative(decl->getLocation()) + "@" + std::to_string(files_.offset(decl->getLocation())) + "@" +
          decl->getNameAsString();
  } else if (!usr.starts_with("c:@") && usr.starts_with("c:") && usr.str().contains('@')) {
    // A file-local symbol carries the last component of its file's name; two files may share that.
    const llvm::StringRef rest = usr.str().substr(usr.str().find('@'));
    out = "c:" + files_.relative(decl->getLocation()) + rest.str();
  } else {
    out = usr.str().str();
  }
  // Instances over lambdas and local types all have one USR; their arguments tell them apart.
  if (!decl->isExternallyVisible()) appendLocalArguments(decl, out);
  return out;
}

std::string Names::lambdaSymbol(const clang::CXXRecordDecl* lambda) {
  const clang::SourceLocation begin = lambda->getBeginLoc();
  const auto number = [&](clang::SourceLocation from) {
    return "@lambda" + std::to_string(files_.offset(begin) - files_.offset(from));
  };
  for (const clang::DeclContext* context = lambda->getDeclContext(); context; context = context->getParent())
    if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(context))
      return builder_.text(symbol(function)).str() + number(function->getBeginLoc());
  if (const auto* owner = llvm::dyn_cast_or_null<clang::NamedDecl>(lambda->getLambdaContextDecl()))
    return builder_.text(symbol(owner)).str() + number(owner->getBeginLoc());
  return "c:" + files_.relative(begin) + "@lambda" + std::to_string(files_.offset(begin));
}

void Names::appendLocalArguments(const clang::Decl* decl, std::string& out) {
  for (const clang::Decl* d = decl; d != nullptr;) {
    if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(d)) {
      if (const auto* arguments = function->getTemplateSpecializationArgs())
        for (const clang::TemplateArgument& argument : arguments->asArray()) appendLocalArgument(argument, out);
    } else if (const auto* spec = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(d)) {
      for (const clang::TemplateArgument& argument : spec->getTemplateArgs().asArray())
        appendLocalArgument(argument, out);
    }
    const clang::DeclContext* parent = d->getDeclContext();
    d = parent && !parent->isFileContext() ? clang::Decl::castFromDeclContext(parent) : nullptr;
  }
}

void Names::appendLocalArgument(const clang::TemplateArgument& argument, std::string& out) {
  const auto append = [&](const clang::NamedDecl* decl) {
    if (decl != nullptr && !decl->isExternallyVisible()) out += "~" + builder_.text(symbol(decl)).str();
  };
  switch (argument.getKind()) {
    case clang::TemplateArgument::Type: {
      clang::QualType type = argument.getAsType().getNonReferenceType();
      while (!type->getPointeeType().isNull()) type = type->getPointeeType();
      append(type->getAsTagDecl());
      break;
    }
    case clang::TemplateArgument::Declaration:
      append(argument.getAsDecl());
      break;
    case clang::TemplateArgument::Pack:
      for (const clang::TemplateArgument& inner : argument.pack_elements()) appendLocalArgument(inner, out);
      break;
    default:
      break;
  }
}

Id Names::qualifiedName(const clang::NamedDecl* decl) {
  decl = llvm::cast<clang::NamedDecl>(decl->getCanonicalDecl());
  const auto found = names_.find(decl);
  if (found != names_.end()) return found->second;
  std::string name;
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(decl);
  if (method != nullptr && method->getParent()->isLambda()) {
    name = contextName(clang::Decl::castToDeclContext(method));
  } else {
    name = contextName(decl->getDeclContext());
    const std::string own = declaredName(decl);
    if (!name.empty() && !own.empty()) name += "::";
    name += own;
  }
  const Id id = builder_.string(name);
  names_[decl] = id;
  return id;
}

const std::string& Names::contextName(const clang::DeclContext* context) {
  const auto found = contexts_.find(context);
  if (found != contexts_.end()) return found->second;
  std::string name;
  if (context != nullptr && !context->isTranslationUnit()) {
    name = contextName(context->getParent());
    std::string own;
    if (const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(context)) {
      if (!space->isInline() && !space->isAnonymousNamespace()) own = space->getName().str();
    } else if (const auto* record = llvm::dyn_cast<clang::RecordDecl>(context)) {
      const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(record);
      if (cxx == nullptr || !cxx->isLambda()) own = declaredName(record);
    } else if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(context)) {
      const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
      own = method && method->getParent()->isLambda() ? "lambda" : declaredName(function);
    } else if (const auto* enumeration = llvm::dyn_cast<clang::EnumDecl>(context)) {
      if (enumeration->isScoped()) own = enumeration->getName().str();
    }
    if (!own.empty()) name = name.empty() ? own : name + "::" + own;
  }
  return contexts_[context] = name;
}

std::string Names::declaredName(const clang::NamedDecl* decl) const {
  if (llvm::isa<clang::CXXConstructorDecl>(decl))
    return llvm::cast<clang::CXXMethodDecl>(decl)->getParent()->getNameAsString();
  if (llvm::isa<clang::CXXDestructorDecl>(decl))
    return "~" + llvm::cast<clang::CXXMethodDecl>(decl)->getParent()->getNameAsString();
  if (const auto* conversion = llvm::dyn_cast<clang::CXXConversionDecl>(decl))
    return "operator " + conversion->getConversionType().getAsString(canonical_);
  if (const auto* tag = llvm::dyn_cast<clang::TagDecl>(decl); tag && !tag->getIdentifier())
    if (const clang::TypedefNameDecl* alias = tag->getTypedefNameForAnonDecl()) return alias->getNameAsString();
  return decl->getDeclName().getAsString();
}

std::string Names::signature(const clang::FunctionDecl* function) const {
  std::string out = "(";
  for (const clang::ParmVarDecl* parameter : function->parameters()) {
    if (out.size() > 1) out += ", ";
    out += parameter->getType().getCanonicalType().getAsString(canonical_);
  }
  if (function->isVariadic()) out += out.size() > 1 ? ", ..." : "...";
  return out + ")";
}

std::string Names::writtenSignature(const clang::FunctionDecl* function) const {
  std::string out = "(";
  for (const clang::ParmVarDecl* parameter : function->parameters()) {
    if (out.size() > 1) out += ", ";
    out += parameter->getType().getAsString(written_);
  }
  if (function->isVariadic()) out += out.size() > 1 ? ", ..." : "...";
  return out + ")";
}

Id Names::typeName(clang::QualType type) {
  return builder_.string(type.getAsString(written_));
}

const clang::RecordDecl* Names::classOf(clang::QualType type) {
  while (!type.isNull()) {
    type = type.getCanonicalType().getUnqualifiedType();
    if (const clang::QualType inner = type->getPointeeType(); !inner.isNull() && !type->isMemberPointerType()) {
      type = inner;
      continue;
    }
    if (const clang::ArrayType* array = type->getAsArrayTypeUnsafe()) {
      type = array->getElementType();
      continue;
    }
    const clang::RecordDecl* record = nullptr;
    if (const auto* known = type->getAs<clang::RecordType>()) {
      record = known->getDecl();
    } else if (const auto* injected = type->getAs<clang::InjectedClassNameType>()) {
      record = injected->getDecl();
    } else if (const auto* dependent = type->getAs<clang::TemplateSpecializationType>()) {
      // In the pattern of a template: the class is that of the template itself.
      if (clang::TemplateDecl* name = dependent->getTemplateName().getAsTemplateDecl())
        record = llvm::dyn_cast_or_null<clang::RecordDecl>(name->getTemplatedDecl());
    }
    if (record == nullptr) return nullptr;
    const llvm::StringRef name = builder_.text(qualifiedName(record));
    if (stringClasses().contains(name)) return nullptr;
    if (wrappers().contains(name)) {
      if (const auto* spec = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record);
          spec && spec->getTemplateArgs().size() > 0 &&
          spec->getTemplateArgs()[0].getKind() == clang::TemplateArgument::Type) {
        type = spec->getTemplateArgs()[0].getAsType();
        continue;
      }
    }
    return record;
  }
  return nullptr;
}

/// `typedef void* SQLHSTMT`: an opaque handle. Its name is all there is to know it by; null for anything else.
static const clang::TypedefNameDecl* opaqueHandle(clang::QualType type) {
  clang::QualType canonical = type.getCanonicalType().getNonReferenceType();
  while (canonical->isPointerType()) canonical = canonical->getPointeeType();
  if (!canonical->isVoidType()) return nullptr;
  for (type = type.getNonReferenceType(); type->isPointerType(); type = type->getPointeeType())
    if (const auto* named = type->getAs<clang::TypedefType>()) return named->getDecl();
  return nullptr;
}

Id Names::classSymbol(clang::QualType type) {
  if (type.isNull()) return kNone;
  if (const clang::TypedefNameDecl* handle = opaqueHandle(type)) return symbol(handle);
  const clang::Type* key = type.getCanonicalType().getTypePtr();
  if (const auto found = class_symbols_.find(key); found != class_symbols_.end()) return found->second;
  const clang::RecordDecl* record = classOf(type);
  const Id id = record ? symbol(record) : kNone;
  class_symbols_[key] = id;
  if (record && llvm::isa<clang::ClassTemplateSpecializationDecl>(record) && files_.isSystem(record->getLocation()) &&
      !llvm::is_contained(containers_, record))
    containers_.push_back(record);
  return id;
}

Id Names::elementSymbol(const clang::RecordDecl* record) {
  const llvm::StringRef name = builder_.text(qualifiedName(record));
  const unsigned position = name.contains_insensitive("map") || name.contains("Hash") ? 1 : 0;
  const clang::TemplateArgumentList& arguments =
      llvm::cast<clang::ClassTemplateSpecializationDecl>(record)->getTemplateArgs();
  if (arguments.size() <= position || arguments[position].getKind() != clang::TemplateArgument::Type) return kNone;
  return classSymbol(arguments[position].getAsType());
}

void Names::templateArguments(llvm::ArrayRef<clang::TemplateArgument> arguments, llvm::SmallVectorImpl<Id>& out) {
  for (const clang::TemplateArgument& argument : arguments) {
    switch (argument.getKind()) {
      case clang::TemplateArgument::Type:
        if (const Id id = classSymbol(argument.getAsType()); id != kNone) out.push_back(id);
        break;
      case clang::TemplateArgument::Declaration:
        if (!llvm::isa<clang::TemplateParamObjectDecl>(argument.getAsDecl()))
          out.push_back(symbol(argument.getAsDecl()));
        break;
      case clang::TemplateArgument::Integral:
        out.push_back(builder_.string(llvm::toString(argument.getAsIntegral(), 10)));
        break;
      case clang::TemplateArgument::Pack:
        templateArguments(argument.pack_elements(), out);
        break;
      default:
        break;
    }
  }
}

}  // namespace touchgraph::walk
