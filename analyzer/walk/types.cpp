#include "analyzer/walk/lower.h"
#include "analyzer/walk/names.h"

#include "clang/AST/DeclTemplate.h"

#include <algorithm>

/// What facts say about types beside their fields: what they are made of, and whether other code can name, make and
/// fill them. It is for the code that is written out for a program (`touchgraph emit arbitraries`).
namespace touchgraph::walk {
namespace {

constexpr int kDeepest = 8;  // template arguments within template arguments

}  // namespace

void Names::parts(clang::QualType type, std::vector<Id>& out) {
  const auto visit = [&](auto&& self, clang::QualType at, int depth) -> void {
    if (at.isNull() || depth > kDeepest) return;
    at = at.getCanonicalType().getUnqualifiedType();
    if (const clang::QualType inner = at->getPointeeType(); !inner.isNull()) return self(self, inner, depth + 1);
    if (const clang::ArrayType* array = at->getAsArrayTypeUnsafe())
      return self(self, array->getElementType(), depth + 1);
    const clang::TagDecl* tag = at->getAsTagDecl();
    if (tag == nullptr) return;
    const auto* instance = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(tag);
    if (!files_.isSystem(tag->getLocation()) && instance == nullptr) {
      const Id id = symbol(tag);
      if (std::find(out.begin(), out.end(), id) == out.end()) out.push_back(id);
      return;
    }
    if (instance == nullptr) return;
    const auto arguments = [&](auto&& into, llvm::ArrayRef<clang::TemplateArgument> list) -> void {
      for (const clang::TemplateArgument& argument : list) {
        if (argument.getKind() == clang::TemplateArgument::Type) self(self, argument.getAsType(), depth + 1);
        if (argument.getKind() == clang::TemplateArgument::Pack) into(into, argument.pack_elements());
      }
    };
    arguments(arguments, instance->getTemplateArgs().asArray());
  };
  visit(visit, type, 0);
}

bool Names::isNameable(const clang::TagDecl* tag) {
  if (tag->getName().empty() && tag->getTypedefNameForAnonDecl() == nullptr) return false;
  if (tag->isInAnonymousNamespace() || tag->getParentFunctionOrMethod() != nullptr) return false;
  for (const clang::Decl* at = tag; at != nullptr; at = llvm::dyn_cast_or_null<clang::Decl>(at->getDeclContext())) {
    if (at->getAccess() == clang::AS_private || at->getAccess() == clang::AS_protected) return false;
    if (llvm::isa<clang::ClassTemplateSpecializationDecl>(at)) return false;
  }
  return true;
}

Id Names::space(const clang::TagDecl* tag) {
  const clang::DeclContext* context = tag->getDeclContext()->getEnclosingNamespaceContext();
  const auto* space = llvm::dyn_cast_or_null<clang::NamespaceDecl>(context);
  return space == nullptr ? builder_.string("") : qualifiedName(space);
}

void Lowerer::describeClass(const clang::RecordDecl* record, ClassFacts& facts) {
  facts.file = builder_.string(names_.files().relative(record->getLocation()));
  facts.space = names_.space(record);
  facts.is_nameable = Names::isNameable(record);
  facts.is_makeable = true;
  const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(record);
  if (cxx == nullptr) return;
  facts.is_makeable = cxx->hasDefaultConstructor() && !cxx->isAbstract();
  for (const clang::CXXConstructorDecl* constructor : cxx->ctors()) {
    if (constructor->isDefaultConstructor() &&
        (constructor->isDeleted() || constructor->getAccess() != clang::AS_public))
      facts.is_makeable = false;
  }
  for (const clang::CXXBaseSpecifier& base : cxx->bases())
    facts.has_open_bases &= base.getAccessSpecifier() == clang::AS_public;
}

void Lowerer::describeField(const clang::FieldDecl* field, FieldFacts& facts) {
  const clang::QualType type = field->getType();
  facts.settable = !field->getName().empty() && !field->isBitField() && !type->isReferenceType() &&
                   !type.isConstQualified() && !type->isArrayType() &&
                   (field->getAccess() == clang::AS_public || field->getAccess() == clang::AS_none);
  names_.parts(type, facts.parts);
}

void Lowerer::addEnum(const clang::EnumDecl* decl) {
  if (!decl->isThisDeclarationADefinition() || !classes_.insert(names_.symbol(decl)).second) return;
  EnumFacts facts;
  facts.symbol = names_.symbol(decl);
  facts.name = names_.qualifiedName(decl);
  facts.file = builder_.string(names_.files().relative(decl->getLocation()));
  facts.is_nameable = Names::isNameable(decl);
  for (const clang::EnumConstantDecl* enumerator : decl->enumerators())
    facts.enumerators.push_back(builder_.string(enumerator->getName()));
  builder_.facts.enums.push_back(std::move(facts));
}

}  // namespace touchgraph::walk
