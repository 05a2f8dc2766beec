#include "analyzer/walk/lower.h"

#include "clang/AST/APValue.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprConcepts.h"
#include "llvm/Support/ConvertUTF.h"

namespace touchgraph::walk {
namespace {

/// Appends one code unit of a string with characters of `width` bytes, in the host's order, as raw bytes.
void appendUnit(std::uint64_t unit, unsigned width, std::string& raw) {
  for (unsigned i = 0; i != width; ++i) raw.push_back(static_cast<char>(unit >> (8 * i)));
}

/// Raw code units as UTF-8.
std::string toUtf8(const std::string& raw, unsigned width) {
  std::string out;
  if (width == 1) return raw;
  const llvm::ArrayRef<char> bytes(raw.data(), raw.size());
  if (width == 2) {
    if (llvm::convertUTF16ToUTF8String(bytes, out)) return out;
  } else if (llvm::convertUTF32ToUTF8String(bytes, out)) {
    return out;
  }
  return {};
}

std::string literalText(const clang::StringLiteral* literal) {
  if (literal->getCharByteWidth() == 1) return literal->getBytes().str();
  std::string raw;
  for (unsigned i = 0; i != literal->getLength(); ++i)
    appendUnit(literal->getCodeUnit(i), literal->getCharByteWidth(), raw);
  return toUtf8(raw, literal->getCharByteWidth());
}

bool isCharacter(clang::QualType type) {
  return type->isAnyCharacterType();
}

}  // namespace

Id Lowerer::text(llvm::StringRef text, clang::SourceLocation location) {
  return node(Op::Text, {}, location, builder_.string(text));
}

Id Lowerer::number(llvm::StringRef digits, clang::SourceLocation location, Id enumerator) {
  return node(Op::Number, {}, location, builder_.string(digits), enumerator);
}

/// Forms whose value can be asked for without running the evaluator over calls.
bool Lowerer::isCheapConstant(const clang::Expr* expr) {
  expr = expr->IgnoreParenCasts();
  if (llvm::isa<clang::IntegerLiteral, clang::CharacterLiteral, clang::CXXBoolLiteralExpr,
                clang::UnaryExprOrTypeTraitExpr, clang::SizeOfPackExpr>(expr))
    return true;
  if (const auto* subst = llvm::dyn_cast<clang::SubstNonTypeTemplateParmExpr>(expr))
    return isCheapConstant(subst->getReplacement());
  if (const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(expr)) {
    if (llvm::isa<clang::EnumConstantDecl>(name->getDecl())) return true;
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
    return variable && variable->getType()->isIntegralOrEnumerationType() && variable->getType().isConstQualified();
  }
  if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(expr))
    return unary->isArithmeticOp() && isCheapConstant(unary->getSubExpr());
  if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(expr))
    return !binary->isAssignmentOp() && !binary->isCommaOp() && !binary->isPtrMemOp() &&
           isCheapConstant(binary->getLHS()) && isCheapConstant(binary->getRHS());
  return false;
}

std::optional<Id> Lowerer::lowerConstantExpr(const clang::Expr* expr) {
  const clang::SourceLocation at = expr->getExprLoc();
  if (const auto* literal = llvm::dyn_cast<clang::StringLiteral>(expr)) return text(literalText(literal), at);
  if (const auto* predefined = llvm::dyn_cast<clang::PredefinedExpr>(expr)) {
    if (predefined->getFunctionName() == nullptr) return std::nullopt;
    return text(literalText(predefined->getFunctionName()), at);
  }
  if (const auto* floating = llvm::dyn_cast<clang::FloatingLiteral>(expr)) {
    llvm::SmallString<24> digits;
    floating->getValue().toString(digits);
    return number(digits, at);
  }
  if (expr->isValueDependent() || expr->containsErrors()) return std::nullopt;
  if (const auto* constant = llvm::dyn_cast<clang::ConstantExpr>(expr)) {
    if (!constant->hasAPValueResult()) return std::nullopt;
    const clang::APValue value = constant->getAPValueResult();
    if (value.isInt() && !llvm::isa<clang::DeclRefExpr>(constant->getSubExpr()->IgnoreParenImpCasts()))
      return number(llvm::toString(value.getInt(), 10), at);
    if (textOf(value, expr->getType())) return lowerValue(value, expr->getType(), at);
    return std::nullopt;
  }
  const bool always =
      llvm::isa<clang::TypeTraitExpr, clang::ArrayTypeTraitExpr, clang::ExpressionTraitExpr, clang::CXXNoexceptExpr,
                clang::RequiresExpr, clang::ConceptSpecializationExpr, clang::OffsetOfExpr>(expr);
  if (!expr->getType()->isIntegralOrEnumerationType() || (!always && !isCheapConstant(expr))) return std::nullopt;
  clang::Expr::EvalResult result;
  if (!expr->EvaluateAsInt(result, context_, clang::Expr::SE_NoSideEffects)) return std::nullopt;
  return number(llvm::toString(result.Val.getInt(), 10), at);
}

/// A constant variable of integral, enumeration or text type is its value.
std::optional<Id> Lowerer::lowerConstantVariable(const clang::VarDecl* variable, clang::SourceLocation location) {
  const clang::QualType type = variable->getType();
  if (type->isReferenceType() || type->isDependentType()) return std::nullopt;
  const bool constant = variable->isConstexpr() || type.isConstQualified();
  if (!constant) return std::nullopt;
  const clang::VarDecl* definition = nullptr;
  const clang::Expr* init = variable->getAnyInitializer(definition);
  if (init == nullptr || init->isValueDependent() || init->containsErrors()) return std::nullopt;
  if (type->isIntegralOrEnumerationType()) {
    if (!definition->isConstexpr() && !isCheapConstant(init)) return std::nullopt;
    const clang::APValue* value = definition->evaluateValue();
    if (value == nullptr || !value->isInt()) return std::nullopt;
    Id enumerator = kNone;
    if (const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(init->IgnoreParenImpCasts()))
      if (const auto* named = llvm::dyn_cast<clang::EnumConstantDecl>(name->getDecl()))
        enumerator = names_.qualifiedName(named);
    return number(llvm::toString(value->getInt(), 10), location, enumerator);
  }
  return std::nullopt;
}

std::optional<std::string> Lowerer::textOf(const clang::APValue& value, clang::QualType type) {
  if (value.isArray()) {
    const clang::ArrayType* array = type.isNull() ? nullptr : type->getAsArrayTypeUnsafe();
    if (array == nullptr || !isCharacter(array->getElementType())) return std::nullopt;
    const unsigned width = context_.getTypeSizeInChars(array->getElementType()).getQuantity();
    std::string raw;
    for (unsigned i = 0; i != value.getArraySize(); ++i) {
      const clang::APValue& unit =
          i < value.getArrayInitializedElts() ? value.getArrayInitializedElt(i) : value.getArrayFiller();
      if (!unit.isInt()) return std::nullopt;
      if (unit.getInt().isZero()) break;  // the terminator, or the filling behind it
      appendUnit(unit.getInt().getZExtValue(), width, raw);
    }
    return toUtf8(raw, width);
  }
  if (value.isLValue()) {
    if (value.isNullPointer() || !value.hasLValuePath()) return std::nullopt;
    std::uint64_t from = 0;
    if (const auto path = value.getLValuePath(); path.size() == 1)
      from = path[0].getAsArrayIndex();
    else if (path.size() > 1)
      return std::nullopt;
    const auto base = value.getLValueBase();
    std::optional<std::string> all;
    if (const auto* expr = base.dyn_cast<const clang::Expr*>()) {
      if (const auto* literal = llvm::dyn_cast<clang::StringLiteral>(expr))
        all = literalText(literal);
      else if (const auto* predefined = llvm::dyn_cast<clang::PredefinedExpr>(expr);
               predefined && predefined->getFunctionName())
        all = literalText(predefined->getFunctionName());
    } else if (const auto* decl = base.dyn_cast<const clang::ValueDecl*>()) {
      if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl)) {
        const clang::VarDecl* definition = nullptr;
        if (const clang::Expr* init = variable->getAnyInitializer(definition);
            init && !init->isValueDependent() && definition->isConstexpr())
          if (const clang::APValue* array = definition->evaluateValue()) all = textOf(*array, variable->getType());
      } else if (const auto* object = llvm::dyn_cast<clang::TemplateParamObjectDecl>(decl)) {
        all = textOf(object->getValue(), object->getType());
      }
    }
    if (!all || from > all->size()) return std::nullopt;
    return all->substr(from);
  }
  if (value.isStruct() && !type.isNull()) {
    // A string view is a pointer and a length; a fixed string is an array, perhaps with a length.
    const clang::RecordDecl* record = type->getAsRecordDecl();
    if (record == nullptr) return std::nullopt;
    std::optional<std::string> found;
    std::optional<std::uint64_t> length;
    unsigned index = 0;
    for (const clang::FieldDecl* field : record->fields()) {
      if (index >= value.getStructNumFields()) return std::nullopt;
      const clang::APValue& part = value.getStructField(index++);
      if (part.isInt()) {
        if (length || !part.getInt().isUnsigned()) return std::nullopt;
        length = part.getInt().getZExtValue();
      } else {
        if (found) return std::nullopt;
        found = textOf(part, field->getType());
        if (!found) return std::nullopt;
      }
    }
    for (unsigned i = 0; i != value.getStructNumBases(); ++i) {
      if (found) return std::nullopt;
      const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(record);
      if (cxx == nullptr || i >= cxx->getNumBases()) return std::nullopt;
      const clang::APValue& part = value.getStructBase(i);
      if (part.isStruct() && part.getStructNumFields() == 0 && part.getStructNumBases() == 0) continue;
      found = textOf(part, std::next(cxx->bases_begin(), i)->getType());
    }
    if (found && length && *length < found->size()) found->resize(*length);
    return found;
  }
  return std::nullopt;
}

/// The value of a constexpr variable that is, or wraps, a text.
std::optional<Id> Lowerer::lowerConstantText(const clang::VarDecl* variable, clang::SourceLocation location) {
  const clang::Expr* init = variable->getInit();
  // `constexpr T empty = {};` of a template: the initialiser does not depend on anything, its type does.
  if (!variable->isConstexpr() || init == nullptr || init->isValueDependent() || init->containsErrors() ||
      variable->getType()->isDependentType())
    return std::nullopt;
  const clang::APValue* value = variable->evaluateValue();
  if (value == nullptr || !textOf(*value, variable->getType())) return std::nullopt;
  return lowerValue(*value, variable->getType(), location);
}

/// A value the compiler has worked out, in the form its initialiser would have had.
Id Lowerer::lowerValue(const clang::APValue& value, clang::QualType type, clang::SourceLocation location) {
  // A library's string class is its text; one of user code keeps its members, for its methods to find them.
  const clang::RecordDecl* holder = value.isStruct() ? type->getAsRecordDecl() : nullptr;
  if (holder == nullptr || names_.files().isSystem(holder->getLocation()))
    if (const auto known = textOf(value, type)) return text(*known, location);
  switch (value.getKind()) {
    case clang::APValue::Int:
      return number(llvm::toString(value.getInt(), 10), location);
    case clang::APValue::Float: {
      llvm::SmallString<24> digits;
      value.getFloat().toString(digits);
      return number(digits, location);
    }
    case clang::APValue::LValue: {
      if (value.isNullPointer()) return node(Op::Null, {}, location);
      if (const auto* decl = value.getLValueBase().dyn_cast<const clang::ValueDecl*>()) {
        if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl)) return functionRef(function, location);
        if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl)) {
          addGlobal(variable);
          const Id global = node(Op::Global, {}, location, names_.symbol(variable), kNone, 0,
                                 names_.classSymbol(variable->getType()));
          return node(Op::AddressOf, {global}, location, kNone, kNone, 0, builder_.at(global).type);
        }
      }
      break;
    }
    case clang::APValue::MemberPointer:
      if (const auto* method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(value.getMemberPointerDecl()))
        return functionRef(method, location);
      break;
    case clang::APValue::Struct: {
      const clang::RecordDecl* record = type->getAsRecordDecl();
      if (record == nullptr) break;
      llvm::SmallVector<Id, 8> kids;
      std::string fields;
      unsigned index = 0;
      for (const clang::FieldDecl* field : record->fields()) {
        if (index >= value.getStructNumFields()) break;
        if (!kids.empty()) fields += ",";
        fields += field->getName();
        kids.push_back(lowerValue(value.getStructField(index++), field->getType(), location));
      }
      return node(Op::List, kids, location, builder_.string(fields), kNone, 0, names_.classSymbol(type));
    }
    case clang::APValue::Array: {
      const clang::ArrayType* array = type->getAsArrayTypeUnsafe();
      if (array == nullptr) break;
      llvm::SmallVector<Id, 8> kids;
      for (unsigned i = 0; i != value.getArrayInitializedElts(); ++i)
        kids.push_back(lowerValue(value.getArrayInitializedElt(i), array->getElementType(), location));
      return node(Op::List, kids, location, kNone, kNone, 0, names_.classSymbol(type));
    }
    default:
      break;
  }
  return unknown("constant of a template argument", {}, location);
}

}  // namespace touchgraph::walk
