; What kernels ask of Numba's runtime, for a page: arrays on a heap of its own, and no interpreter.
;
; Memory begins with LLVM's data, then comes the stack, and from `reset` on the heap. `take` moves the heap's end; what a
; kernel gives back waits in a list of its size, a power of two, for the next who asks for as much.
target datalayout = "DATALAYOUT"
target triple = "TRIPLE"

; Numba's record of an allocation: references, destructor, its argument, data, size. The kernels count in the first and
; read the data's address; the argument is where its size, as a power of two, is kept here.
%info = type { i64, ptr, ptr, ptr, i64 }

@end = internal global i32 0
@idle = internal global [32 x ptr] zeroinitializer

declare i32 @llvm.ctlz.i32(i32, i1)
declare i32 @llvm.wasm.memory.size.i32(i32)
declare i32 @llvm.wasm.memory.grow.i32(i32, i32)
declare void @llvm.memset.p0.i32(ptr, i8, i32, i1)
declare void @llvm.trap()
declare double @llvm.sqrt.f64(double)
declare double @llvm.floor.f64(double)
declare double @llvm.ceil.f64(double)

; Forget all that was allocated: the heap begins anew at %begin.
define void @reset(i32 %begin) "wasm-export-name"="reset" {
  store i32 %begin, ptr @end
  call void @llvm.memset.p0.i32(ptr @idle, i8 0, i32 128, i1 false)
  ret void
}

; The address of %size new bytes, of which nothing is said; size and address are multiples of 64.
define i32 @take(i32 %size) "wasm-export-name"="take" {
  %at = load i32, ptr @end
  %up = add i32 %size, 63
  %whole = and i32 %up, -64
  %end = add i32 %at, %whole
  store i32 %end, ptr @end
  %have = call i32 @llvm.wasm.memory.size.i32(i32 0)
  %over = add i32 %end, 65535
  %need = lshr i32 %over, 16
  %short = icmp ugt i32 %need, %have
  br i1 %short, label %grow, label %ready

grow:
  %missing = sub i32 %need, %have
  %was = call i32 @llvm.wasm.memory.grow.i32(i32 0, i32 %missing)
  %full = icmp eq i32 %was, -1
  br i1 %full, label %stop, label %ready

stop:
  call void @llvm.trap()
  unreachable

ready:
  ret i32 %at
}

define ptr @NRT_MemInfo_alloc_aligned(i64 %size, i32 %align) {
  %bytes = trunc i64 %size to i32
  ; 64 bytes for the record, and then the next power of two.
  %all = add i32 %bytes, 63
  %zeros = call i32 @llvm.ctlz.i32(i32 %all, i1 false)
  %power = sub i32 32, %zeros
  %list = getelementptr [32 x ptr], ptr @idle, i32 0, i32 %power
  %first = load ptr, ptr %list
  %none = icmp eq ptr %first, null
  br i1 %none, label %new, label %again

again:
  %next = load ptr, ptr %first
  store ptr %next, ptr %list
  br label %ready

new:
  %length = shl i32 1, %power
  %more = add i32 %length, 64
  %at = call i32 @take(i32 %more)
  %made = inttoptr i32 %at to ptr
  br label %ready

ready:
  %record = phi ptr [ %first, %again ], [ %made, %new ]
  %data = getelementptr i8, ptr %record, i32 64
  %size_of = inttoptr i32 %power to ptr
  %where_size = getelementptr %info, ptr %record, i32 0, i32 2
  %where_data = getelementptr %info, ptr %record, i32 0, i32 3
  %where_length = getelementptr %info, ptr %record, i32 0, i32 4
  store i64 1, ptr %record
  store ptr %size_of, ptr %where_size
  store ptr %data, ptr %where_data
  store i64 %size, ptr %where_length
  ret ptr %record
}

; Called when nobody refers to an allocation any more.
define void @NRT_MemInfo_call_dtor(ptr %record) {
  %where_size = getelementptr %info, ptr %record, i32 0, i32 2
  %size_of = load ptr, ptr %where_size
  %power = ptrtoint ptr %size_of to i32
  %list = getelementptr [32 x ptr], ptr @idle, i32 0, i32 %power
  %first = load ptr, ptr %list
  store ptr %first, ptr %record
  store ptr %record, ptr %list
  ret void
}

; The size of an array that is about to be made: far from 2^63. Else it would take a function of LLVM's own library.
define { i64, i1 } @product(i64 %a, i64 %b) alwaysinline {
  %c = mul i64 %a, %b
  %pair = insertvalue { i64, i1 } { i64 0, i1 false }, i64 %c, 0
  ret { i64, i1 } %pair
}

; What only an error, or a look into the interpreter, begins with. There is neither: what would follow is cut off.
define void @numba_gil_ensure(ptr %state) noreturn cold {
  call void @llvm.trap()
  unreachable
}

define ptr @NRT_Allocate(i64 %size) noreturn cold {
  call void @llvm.trap()
  unreachable
}

define ptr @NRT_MemInfo_alloc(i64 %size) noreturn cold {
  call void @llvm.trap()
  unreachable
}

define void @PyErr_SetString(ptr %kind, ptr %text) noreturn cold {
  call void @llvm.trap()
  unreachable
}

; Functions of C's library that are one instruction here.
define double @sqrt(double %x) alwaysinline {
  %y = call double @llvm.sqrt.f64(double %x)
  ret double %y
}

define double @floor(double %x) alwaysinline {
  %y = call double @llvm.floor.f64(double %x)
  ret double %y
}

define double @ceil(double %x) alwaysinline {
  %y = call double @llvm.ceil.f64(double %x)
  ret double %y
}
